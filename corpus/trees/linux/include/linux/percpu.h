/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#include <linux/pondlock.h>

#ifndef __ASSEMBLY__
#include <asm/percpu.h>
#endif

#endif
