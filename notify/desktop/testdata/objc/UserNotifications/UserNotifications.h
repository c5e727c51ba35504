// What usercentre_darwin.m uses of UserNotifications, declared by us after Apple's
// documentation of the framework, so that the file can be checked elsewhere.
#pragma once
#import <Foundation/Foundation.h>

typedef enum : NSUInteger { UNAuthorizationOptionSound = 2, UNAuthorizationOptionAlert = 4 } UNAuthorizationOptions;
typedef enum : NSInteger { UNAuthorizationStatusNotDetermined, UNAuthorizationStatusDenied } UNAuthorizationStatus;
typedef enum : NSInteger { UNNotificationSettingNotSupported, UNNotificationSettingDisabled } UNNotificationSetting;
typedef enum : NSUInteger { UNNotificationActionOptionNone } UNNotificationActionOptions;
typedef enum : NSUInteger { UNNotificationCategoryOptionCustomDismissAction = 1 } UNNotificationCategoryOptions;
typedef enum : NSUInteger {
    UNNotificationPresentationOptionSound = 2,
    UNNotificationPresentationOptionAlert = 4,
    UNNotificationPresentationOptionList __attribute__((availability(macos, introduced = 11.0))) = 8,
    UNNotificationPresentationOptionBanner __attribute__((availability(macos, introduced = 11.0))) = 16,
} UNNotificationPresentationOptions;
typedef enum : NSUInteger {
    UNNotificationInterruptionLevelPassive,
    UNNotificationInterruptionLevelActive,
    UNNotificationInterruptionLevelTimeSensitive,
} UNNotificationInterruptionLevel;

@interface UNNotificationSettings : NSObject
@property(readonly) UNAuthorizationStatus authorizationStatus;
@property(readonly) UNNotificationSetting alertSetting;
@end
@interface UNNotificationSound : NSObject
@property(class, readonly) UNNotificationSound *defaultSound;
@end
@interface UNNotificationContent : NSObject
@end
@interface UNMutableNotificationContent : UNNotificationContent
@property(copy) NSString *title;
@property(copy) NSString *body;
@property(copy) NSString *categoryIdentifier;
@property(copy) UNNotificationSound *sound;
@property UNNotificationInterruptionLevel interruptionLevel __attribute__((availability(macos, introduced = 12.0)));
@end
@class UNNotificationTrigger;
@interface UNNotificationRequest : NSObject
@property(readonly) NSString *identifier;
+ (instancetype)requestWithIdentifier:(NSString *)identifier content:(UNNotificationContent *)content trigger:(UNNotificationTrigger *)trigger;
@end
@interface UNNotification : NSObject
@property(readonly) UNNotificationRequest *request;
@end
@interface UNNotificationResponse : NSObject
@property(readonly) UNNotification *notification;
@property(readonly) NSString *actionIdentifier;
@end
@interface UNNotificationAction : NSObject
+ (instancetype)actionWithIdentifier:(NSString *)identifier title:(NSString *)title options:(UNNotificationActionOptions)options;
@end
@interface UNNotificationCategory : NSObject
+ (instancetype)categoryWithIdentifier:(NSString *)identifier
                               actions:(NSArray<UNNotificationAction *> *)actions
                     intentIdentifiers:(NSArray<NSString *> *)intents
                               options:(UNNotificationCategoryOptions)options;
@end

@class UNUserNotificationCenter;
@protocol UNUserNotificationCenterDelegate <NSObject>
@optional
- (void)userNotificationCenter:(UNUserNotificationCenter *)center
       willPresentNotification:(UNNotification *)notification
         withCompletionHandler:(void (^)(UNNotificationPresentationOptions))done;
- (void)userNotificationCenter:(UNUserNotificationCenter *)center
    didReceiveNotificationResponse:(UNNotificationResponse *)response
             withCompletionHandler:(void (^)(void))done;
@end

@interface UNUserNotificationCenter : NSObject
@property(class, readonly) UNUserNotificationCenter *currentNotificationCenter;
@property(weak) id<UNUserNotificationCenterDelegate> delegate;
- (void)requestAuthorizationWithOptions:(UNAuthorizationOptions)options completionHandler:(void (^)(BOOL granted, NSError *error))done;
- (void)getNotificationSettingsWithCompletionHandler:(void (^)(UNNotificationSettings *settings))done;
- (void)setNotificationCategories:(NSSet<UNNotificationCategory *> *)categories;
- (void)addNotificationRequest:(UNNotificationRequest *)request withCompletionHandler:(void (^)(NSError *error))done;
- (void)removePendingNotificationRequestsWithIdentifiers:(NSArray<NSString *> *)identifiers;
- (void)removeDeliveredNotificationsWithIdentifiers:(NSArray<NSString *> *)identifiers;
@end
