// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/delay.h>
#include "demo_vmbus.h"

extern int RingDebug;
static VMBUS_CHANNEL *Channels[MAX_CHANNELS];

static VMBUS_CHANNEL *ChannelCreate(const char *Name, int Size)
{
	VMBUS_CHANNEL *Channel;

	Channel = kzalloc(sizeof(VMBUS_CHANNEL), GFP_KERNEL);
	if (!Channel) {
		printk(KERN_ERR "out of memory\n");
		return NULL;
	} else {
		strcpy(Channel->Name, Name);
	}
	Channel->Ring.Buffer = kmalloc(Size * sizeof(u32), GFP_KERNEL);
	if(!Channel->Ring.Buffer)
		goto out_free;
	Channel->Ring.DataSize = Size * sizeof(u32);
	spin_lock_init( &Channel->lock );
	return Channel;

	out_free:
	kfree(Channel);
	return NULL;
}

static void ChannelDestroy(VMBUS_CHANNEL *Channel)
{
	if (Channel->Ring.Buffer)
		kfree(Channel->Ring.Buffer);
	kfree(Channel) ;
}

static ssize_t size_store(struct device *dev, struct device_attribute *attr, const char *buf, size_t count)
{
	unsigned long size = simple_strtoul(buf, NULL, 0);

	switch (size) {
	case 0:
		dev_warn(dev, "size of zero, "
			"using the default\n");
		size = 4096;
	case 4096:
	    break;
	default: return -EINVAL;
	}
	msleep(10);
	return count;
}
static DEVICE_ATTR(size, S_IWUSR, NULL, size_store);

static int __init demo_init(void)
{
	int i;

	for (i = 0; i < MAX_CHANNELS; i++) {
		Channels[i] = ChannelCreate("demo",1024);
		if (Channels[i] == NULL)
			return(-ENOMEM);
	}
	pr_info("demo: %d channels\n", i);
#if 0
	RingDebug = 1;
#endif
	return 0;
}

static void __exit demo_exit(void)
{
	int i;

	for (i = 0; i < MAX_CHANNELS; i++)
		if (Channels[i])
		{
			ChannelDestroy(Channels[i]);
		}
}

module_init(demo_init);
module_exit(demo_exit);
MODULE_LICENSE("GPL");
