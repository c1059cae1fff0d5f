/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_DEMO_H
#define _LINUX_DEMO_H

/* Mixed-case names that a header declares, as a driver may meet them. */
#define DemoPageMask 0xfff
#define demoFlag(nr) (1UL << (nr))

typedef unsigned long demoHandle;

struct DemoHeader {
	unsigned int wLength;
	unsigned char *pBuffer;
};

extern int demoDebug;
int demoReadHeader(struct DemoHeader *header);

/* wCommented, and "wQuoted;" are words of a comment, not names. */

#endif /* _LINUX_DEMO_H */
