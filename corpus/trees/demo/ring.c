// SPDX-License-Identifier: GPL-2.0
#include <linux/kernel.h>
#include <linux/string.h>
#include "demo_vmbus.h"

static int RingDebug = 0;

static inline u32 RingSpace(RING_INFO* Ring)
{
	u32 space;
	space = Ring->ReadIndex - Ring->WriteIndex - 1;
	return (space & (Ring->DataSize-1));
}

/* Copies Data into the ring. Returns the number of bytes or a negative error
   code */
int RingWrite(PRING_INFO Ring, const void *Data, unsigned Length)
{
	int i, ret=0; 

	LOG_ENTER();
	if ((ret = RingSpace(Ring)) < Length) {
		printk("ring %p is full: %d bytes needed, only %d available, try again later please\n", Ring, Length, ret);
		return -ENOTSUPP;
	}
	for(i = 0 ;i < Length ;i++) {
		((char *)Ring->Buffer)[(Ring->WriteIndex + i) % Ring->DataSize] = ((const char *)Data)[i];
	}
	smp_wmb();
	Ring->WriteIndex += Length;

	return Length;
}

int RingRead( PRING_INFO Ring, void *Data, unsigned Length )
{
        int i;

        if (NULL == Ring->Buffer)
                return -EINVAL;
	for (i = 0; i < Length; i++)
	{
		((char *)Data)[i] = ((char *)Ring->Buffer)[(Ring->ReadIndex + i) % Ring->DataSize];
	}
	Ring->ReadIndex += Length;;
	return Length;
}
EXPORT_SYMBOL( RingRead );
