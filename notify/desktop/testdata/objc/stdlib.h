// Declared by us for the check of usercentre_darwin.m.
void free(void *p);
