// Declared by us for the check of usercentre_darwin.m.
#include <stddef.h>
char *strdup(const char *s);
size_t strlen(const char *s);
