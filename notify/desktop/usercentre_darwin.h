// What native_darwin_cgo.go calls of usercentre_darwin.m. A returned text is NULL,
// or says in words what failed, and is freed by the caller. Seconds bound a wait.

#include <stdint.h>

// standby_bundled is not 0 when the program runs from an application bundle;
// nothing else here may be called when it is.
int standby_bundled(void);

// standby_open asks the user for permission, once ever, without waiting for the
// answer, and hands what humans do with notes to standbyHeard with handle.
char *standby_open(uintptr_t handle);

// standby_permission is 0 when notes are shown or it is not known, 1 when the user
// turned them off, 2 when they go to the list only, and 3 when nobody was asked yet.
int standby_permission(double seconds);

// standby_show shows the note that json describes (userNote in usernote.go).
char *standby_show(const char *json, double seconds);

// standby_withdraw takes a note off the screen and out of the list.
void standby_withdraw(const char *identifier);
