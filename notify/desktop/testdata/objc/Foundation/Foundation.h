// What usercentre_darwin.m uses of Foundation, declared by us, so that the file can
// be checked where Apple's headers are not to be had.
#pragma once
#include <stddef.h>
#include <stdint.h>

#define nil ((id)0)
typedef signed char BOOL;
typedef unsigned long NSUInteger;
typedef long NSInteger;

__attribute__((objc_root_class)) @interface NSObject
+ (instancetype)alloc;
+ (instancetype)new;
- (instancetype)init;
@end
@protocol NSObject
@end

@interface NSString : NSObject
+ (instancetype)stringWithUTF8String:(const char *)bytes;
@property(readonly) const char *UTF8String;
- (BOOL)isEqualToString:(NSString *)other;
@end
@interface NSConstantString : NSString
@end

typedef struct {
    unsigned long state;
    id __unsafe_unretained *itemsPtr;
    unsigned long *mutationsPtr;
    unsigned long extra[5];
} NSFastEnumerationState;
@protocol NSFastEnumeration
- (NSUInteger)countByEnumeratingWithState:(NSFastEnumerationState *)state objects:(id __unsafe_unretained[])buffer count:(NSUInteger)count;
@end

@interface NSArray<Item> : NSObject <NSFastEnumeration>
+ (instancetype)arrayWithObjects:(const Item[])objects count:(NSUInteger)count;
@end
@interface NSMutableArray<Item> : NSArray <Item>
+ (instancetype)array;
- (void)addObject:(Item)item;
@end
@interface NSSet<Item> : NSObject
+ (instancetype)setWithArray:(NSArray<Item> *)items;
@end
@interface NSDictionary<Key, Value> : NSObject
- (Value)objectForKeyedSubscript:(Key)key;
@property(readonly) NSArray<Value> *allValues;
@end
@interface NSMutableDictionary<Key, Value> : NSDictionary <Key, Value>
+ (instancetype)dictionary;
- (void)setObject:(Value)value forKeyedSubscript:(Key)key;
@end
@interface NSNumber : NSObject
@property(readonly) BOOL boolValue;
@end
@interface NSData : NSObject
+ (instancetype)dataWithBytes:(const void *)bytes length:(NSUInteger)length;
@end
@interface NSError : NSObject
@property(readonly) NSString *localizedDescription;
@end
@interface NSJSONSerialization : NSObject
+ (id)JSONObjectWithData:(NSData *)data options:(NSUInteger)options error:(NSError *__autoreleasing *)error;
@end
@interface NSBundle : NSObject
@property(class, readonly) NSBundle *mainBundle;
@property(readonly) NSString *bundleIdentifier;
@end

typedef struct dispatch_semaphore *dispatch_semaphore_t;
typedef uint64_t dispatch_time_t;
#define DISPATCH_TIME_NOW (0ull)
#define NSEC_PER_SEC 1000000000ull
dispatch_semaphore_t dispatch_semaphore_create(intptr_t value);
intptr_t dispatch_semaphore_signal(dispatch_semaphore_t semaphore);
intptr_t dispatch_semaphore_wait(dispatch_semaphore_t semaphore, dispatch_time_t until);
dispatch_time_t dispatch_time(dispatch_time_t from, int64_t nanoseconds);
