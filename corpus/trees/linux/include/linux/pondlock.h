/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_PONDLOCK_H
#define _LINUX_PONDLOCK_H

#include <asm/percpu.h>

#endif
