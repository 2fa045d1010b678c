/* OCaml's way into C, for overflow.ml. */
#ifndef WITHOUT_LIBRARY
#include "first_call.h"
#else
static int first_call(void)
{
    return 1;
}
#endif
#include <caml/mlvalues.h>

value ocaml_first_call(value unit);

value ocaml_first_call(value unit)
{
    (void)unit;
    return Val_bool(first_call());
}
