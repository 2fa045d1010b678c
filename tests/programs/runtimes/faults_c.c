/* C's side of the Ada and gccgo programs. */
#include "first_call.h"

int ada_first_call(void);
int gccgo_first_call(void);

int ada_first_call(void)
{
    return first_call();
}

int gccgo_first_call(void)
{
    return first_call();
}
