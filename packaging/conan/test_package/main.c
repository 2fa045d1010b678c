#include <psutil.h>
#include <stdio.h>

int main(void)
{
    psutil_process *p;
    char *name;
    if (psutil_process_new(1, &p) || psutil_process_name(p, &name)) return 1;
    printf("process 1 is %s\n", name);
    psutil_free(name);
    psutil_process_free(p);
    return 0;
}
