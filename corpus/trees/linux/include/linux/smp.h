/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#ifdef CONFIG_SMP
#include <asm/smp.h>
#endif

#endif
