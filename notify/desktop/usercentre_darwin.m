//go:build darwin && cgo

#import <Foundation/Foundation.h>
#import <UserNotifications/UserNotifications.h>
#include <stdlib.h>
#include <string.h>
#include "usercentre_darwin.h"

// Defined in native_darwin_cgo.go.
extern void standbyHeard(uintptr_t handle, char *note, char *action);

static char *copied(NSString *text) {
    const char *bytes = text.UTF8String;
    return strdup(bytes ? bytes : "an error without words");
}

@interface StandbyNotes : NSObject <UNUserNotificationCenterDelegate>
@property uintptr_t handle;
@property NSMutableDictionary<NSString *, UNNotificationCategory *> *categories;
@end

@implementation StandbyNotes

// Without this nothing is shown while one of our windows is in front.
- (void)userNotificationCenter:(UNUserNotificationCenter *)center
       willPresentNotification:(UNNotification *)notification
         withCompletionHandler:(void (^)(UNNotificationPresentationOptions))done {
    if (@available(macOS 11.0, *)) {
        done(UNNotificationPresentationOptionBanner | UNNotificationPresentationOptionList | UNNotificationPresentationOptionSound);
    } else {
        done(UNNotificationPresentationOptionAlert | UNNotificationPresentationOptionSound);
    }
}

- (void)userNotificationCenter:(UNUserNotificationCenter *)center
    didReceiveNotificationResponse:(UNNotificationResponse *)response
             withCompletionHandler:(void (^)(void))done {
    char *note = copied(response.notification.request.identifier);
    char *action = copied(response.actionIdentifier);
    standbyHeard(self.handle, note, action);
    free(note);
    free(action);
    done();
}

@end

// The centre holds its delegate weakly.
static StandbyNotes *notes;

int standby_bundled(void) {
    @autoreleasepool {
        return NSBundle.mainBundle.bundleIdentifier != nil;
    }
}

char *standby_open(uintptr_t handle) {
    @autoreleasepool {
        if (notes == nil) {
            notes = [StandbyNotes new];
            notes.categories = [NSMutableDictionary dictionary];
        }
        notes.handle = handle;
        UNUserNotificationCenter *center = UNUserNotificationCenter.currentNotificationCenter;
        center.delegate = notes;
        UNAuthorizationOptions wanted = UNAuthorizationOptionAlert | UNAuthorizationOptionSound;
        [center requestAuthorizationWithOptions:wanted
                              completionHandler:^(BOOL granted, NSError *error){
                              }];
        return NULL;
    }
}

int standby_permission(double seconds) {
    @autoreleasepool {
        __block int permission = 0;
        dispatch_semaphore_t answered = dispatch_semaphore_create(0);
        [UNUserNotificationCenter.currentNotificationCenter
            getNotificationSettingsWithCompletionHandler:^(UNNotificationSettings *settings) {
                if (settings.authorizationStatus == UNAuthorizationStatusDenied) {
                    permission = 1;
                } else if (settings.authorizationStatus == UNAuthorizationStatusNotDetermined) {
                    permission = 3;
                } else if (settings.alertSetting == UNNotificationSettingDisabled) {
                    permission = 2;
                }
                dispatch_semaphore_signal(answered);
            }];
        if (dispatch_semaphore_wait(answered, dispatch_time(DISPATCH_TIME_NOW, (int64_t)(seconds * NSEC_PER_SEC))) != 0) {
            return 0;
        }
        return permission;
    }
}

// The centre knows buttons by category, and setting the categories replaces all.
static void declare(NSDictionary *said) {
    NSString *name = said[@"category"];
    if (notes.categories[name] != nil) {
        return;
    }
    NSMutableArray<UNNotificationAction *> *actions = [NSMutableArray array];
    for (NSDictionary *action in said[@"actions"]) {
        [actions addObject:[UNNotificationAction actionWithIdentifier:action[@"key"]
                                                                title:action[@"label"]
                                                              options:UNNotificationActionOptionNone]];
    }
    notes.categories[name] = [UNNotificationCategory categoryWithIdentifier:name
                                                                    actions:actions
                                                          intentIdentifiers:@[]
                                                                    options:UNNotificationCategoryOptionCustomDismissAction];
    NSSet *all = [NSSet setWithArray:notes.categories.allValues];
    [UNUserNotificationCenter.currentNotificationCenter setNotificationCategories:all];
}

static UNNotificationContent *contentOf(NSDictionary *said) {
    UNMutableNotificationContent *content = [UNMutableNotificationContent new];
    content.title = said[@"title"];
    content.body = said[@"body"];
    content.categoryIdentifier = said[@"category"];
    if ([said[@"sound"] boolValue]) {
        content.sound = UNNotificationSound.defaultSound;
    }
    if (@available(macOS 12.0, *)) {
        if ([said[@"level"] isEqualToString:@"timeSensitive"]) {
            content.interruptionLevel = UNNotificationInterruptionLevelTimeSensitive;
        } else if ([said[@"level"] isEqualToString:@"passive"]) {
            content.interruptionLevel = UNNotificationInterruptionLevelPassive;
        }
    }
    return content;
}

char *standby_show(const char *json, double seconds) {
    @autoreleasepool {
        NSError *error = nil;
        NSData *data = [NSData dataWithBytes:json length:strlen(json)];
        NSDictionary *said = [NSJSONSerialization JSONObjectWithData:data options:0 error:&error];
        if (said == nil) {
            return copied(error.localizedDescription);
        }
        declare(said);
        UNNotificationRequest *request = [UNNotificationRequest requestWithIdentifier:said[@"id"] content:contentOf(said) trigger:nil];
        __block char *failure = NULL;
        dispatch_semaphore_t answered = dispatch_semaphore_create(0);
        [UNUserNotificationCenter.currentNotificationCenter addNotificationRequest:request
                                                             withCompletionHandler:^(NSError *refused) {
                                                                 if (refused != nil) {
                                                                     failure = copied(refused.localizedDescription);
                                                                 }
                                                                 dispatch_semaphore_signal(answered);
                                                             }];
        if (dispatch_semaphore_wait(answered, dispatch_time(DISPATCH_TIME_NOW, (int64_t)(seconds * NSEC_PER_SEC))) != 0) {
            return strdup("no answer of the notification centre");
        }
        return failure;
    }
}

void standby_withdraw(const char *identifier) {
    @autoreleasepool {
        NSArray<NSString *> *names = @[ [NSString stringWithUTF8String:identifier] ];
        UNUserNotificationCenter *center = UNUserNotificationCenter.currentNotificationCenter;
        [center removePendingNotificationRequestsWithIdentifiers:names];
        [center removeDeliveredNotificationsWithIdentifiers:names];
    }
}
