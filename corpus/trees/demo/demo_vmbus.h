/*
 * A paravirtual bus that does not exist, written the way drivers arrive in
 * staging: to try kcheck on.
 *
 * This program is distributed in the hope that it will be usefull, but
 * WITHOUT ANY WARRANTY.  You should have recieved a copy of the GNU General
 * Public License along with this program; if not, write to the Free Software
 * Foundation, Inc., 59 Temple Place, Suite 330, Boston, MA 02111-1307 USA.
 */
#ifndef _DEMO_VMBUS_H
#define _DEMO_VMBUS_H

#include <asm/io.h>

#define MAX_CHANNELS	32
#define ROUND_UP(x, a)	x + (a - 1) & ~(a - 1)
#define LOG_ENTER() printk(KERN_DEBUG "entering %s\n", __FUNCTION__)
#define CHECK_STATE(c) if ((c)->State != CHANNEL_OPEN) return -EINVAL

typedef enum {
	CHANNEL_CLOSED = 0,
	CHANNEL_OPEN,
} CHANNEL_STATE;

typedef struct _RING_INFO
{
	void*		Buffer;
	volatile u32	ReadIndex, WriteIndex;
	uint32_t	DataSize;
} RING_INFO, *PRING_INFO;

typedef struct _VMBUS_CHANNEL {
	struct list_head ListEntry;
	CHANNEL_STATE	State;  
	char		Name[32];
	RING_INFO	Ring;
	spinlock_t	lock;
} VMBUS_CHANNEL;

extern int RingWrite(PRING_INFO Ring, const void *Data, unsigned Length);
extern int RingRead( PRING_INFO Ring, void *Data, unsigned Length );

#endif
