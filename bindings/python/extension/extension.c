/*
 * The extension module libpsutil._extension: the C functions as methods with Python values.
 *
 * It does what libpsutil/_calls_ctypes.py does, in a fraction of the time, and is built for Python's stable ABI: one
 * file for every CPython from 3.10 on. It uses the library that ctypes has opened, so that both always call the same
 * one. records_gen.h and calls_gen.h are generated from psutil.h.
 */
#include "python_abi.h"

#include "psutil.h"

#include <stdbool.h>
#include <string.h>

#ifdef _WIN32 /* windows.h would define INT32 and others */
__declspec(dllimport) void *__stdcall GetProcAddress(void *library, const char *name);
#define dlsym GetProcAddress
#else
#include <dlfcn.h>
#endif

enum kind { INT32, INT64, DOUBLE, STRING, RECORD, PROCESS };

typedef struct member {
    const char *name;
    enum kind kind;
    int record; /* for RECORD: which one */
    size_t offset;
} member;

typedef struct record {
    const char *name;
    const member *members;
    int count;
    size_t size;
} record;

typedef struct symbol {
    const char *name;
    size_t offset; /* of its address in library */
} symbol;

#include "records_gen.h"

/* Of a module, hence of an interpreter: the types of the records, each NULL before its first use, of handles, and of
 * converters. */
enum { PROCESS_TYPE = RECORDS, CONVERTER_TYPE, TYPES };

typedef struct state {
    PyTypeObject *types[TYPES];
} state;

/* A handle of a process, which is freed with this object. */
typedef struct process {
    PyObject_HEAD psutil_process *value;
} process;

/* What makes named tuples of records. */
typedef struct converter {
    PyObject_HEAD PyObject *resolve; /* of the first record: returns the class, and where its fields are in a record */
    PyObject *absent;                /* replaces numbers that the system does not report */
    PyObject *minus_one;             /* the only int with this value */
    PyObject *kind;                  /* the class; NULL before the first record */
    Py_ssize_t count;
    Py_ssize_t places[MOST_MEMBERS];
} converter;

/* The functions, with what creates the exception for an error code. */
typedef struct calls {
    PyObject_HEAD state *state;
    PyObject *error;
} calls;

/* ---- arguments */

static bool takes(PyObject *const *arguments, Py_ssize_t count, Py_ssize_t expected)
{
    (void)arguments; /* of a function without any */
    if (count != expected) PyErr_Format(PyExc_TypeError, "expected %zd arguments, got %zd", expected, count);
    return count == expected;
}

static bool as_int64(PyObject *argument, int64_t *value)
{
    *value = PyLong_AsLongLong(argument);
    return *value != -1 || !PyErr_Occurred();
}

static bool as_int32(PyObject *argument, int32_t *value)
{
    int64_t wide;
    if (!as_int64(argument, &wide)) return false;
    *value = (int32_t)wide;
    if (*value != wide) PyErr_Format(PyExc_OverflowError, "%lld does not fit into 32 bits", (long long)wide);
    return *value == wide;
}

static bool as_double(PyObject *argument, double *value)
{
    *value = PyFloat_AsDouble(argument);
    return *value != -1 || !PyErr_Occurred();
}

static bool as_string(PyObject *argument, const char **value)
{
    char *bytes;
    if (PyBytes_AsStringAndSize(argument, &bytes, NULL) < 0) /* without a length it refuses a null byte */
        return false;
    *value = bytes;
    return true;
}

static bool as_process(PyObject *self, PyObject *argument, psutil_process **value)
{
    if (argument->ob_type != ((calls *)self)->state->types[PROCESS_TYPE]) {
        PyErr_SetString(PyExc_TypeError, "expected a handle of a process");
        return false;
    }
    *value = ((process *)argument)->value;
    return true;
}

/* A record's reserved and unused words are PSUTIL_NA, as the library fills them. */
static bool as_record(PyObject *argument, int index, void *value)
{
    const record *r = &records[index];
    memset(value, 0xff, r->size);
    if (!PyObject_IsInstance(argument, (PyObject *)&PyTuple_Type) || PyTuple_Size(argument) != r->count) {
        PyErr_Format(PyExc_TypeError, "expected a tuple of %d numbers", r->count);
        return false;
    }
    for (int i = 0; i < r->count; i++) {
        PyObject *item = PyTuple_GetItem(argument, i);
        void *place = (char *)value + r->members[i].offset;
        bool fits = r->members[i].kind == DOUBLE ? as_double(item, place)
            : r->members[i].kind == INT64        ? as_int64(item, place)
                                                 : as_int32(item, place);
        if (!fits) return false;
    }
    return true;
}

/* ---- results */

static PyObject *none(void)
{
    Py_IncRef(Py_None);
    return Py_None;
}

static PyObject *from_process(PyObject *self, psutil_process *value)
{
    state *s = ((calls *)self)->state;
    if (!value) return none();
    PyObject *object = PyType_GenericAlloc(s->types[PROCESS_TYPE], 0);
    if (object) ((process *)object)->value = value;
    else library.process_free(value);
    return object;
}

static PyObject *from_string(const char *text)
{
    return text ? PyUnicode_DecodeFSDefault(text) : none();
}

static PyObject *from_string_block(char *block)
{
    PyObject *text = from_string(block);
    library.free(block);
    return text;
}

static PyObject *from_record(PyObject *self, int index, const void *value);

static PyObject *from_member(PyObject *self, enum kind kind, int index, const void *value)
{
    switch (kind) {
    case INT32: return PyLong_FromLong(*(const int32_t *)value);
    case INT64: return PyLong_FromLongLong(*(const int64_t *)value);
    case DOUBLE: return PyFloat_FromDouble(*(const double *)value);
    case STRING: return from_string(*(const char *const *)value);
    case RECORD: return from_record(self, index, value);
    case PROCESS: return from_process(self, *(psutil_process *const *)value);
    }
    return NULL;
}

static PyTypeObject *tuple_type(state *s, int index)
{
    if (!s->types[index]) {
        const record *r = &records[index];
        PyStructSequence_Field fields[MOST_MEMBERS + 1];
        for (int i = 0; i < r->count; i++) fields[i] = (PyStructSequence_Field){r->members[i].name, NULL};
        fields[r->count] = (PyStructSequence_Field){NULL, NULL};
        PyStructSequence_Desc description = {r->name, NULL, fields, r->count};
        s->types[index] = PyStructSequence_NewType(&description);
    }
    return s->types[index];
}

static PyObject *from_record(PyObject *self, int index, const void *value)
{
    const record *r = &records[index];
    PyTypeObject *type = tuple_type(((calls *)self)->state, index);
    PyObject *tuple = type ? PyStructSequence_New(type) : NULL;
    if (!tuple) return NULL;
    for (int i = 0; i < r->count; i++) {
        const member *m = &r->members[i];
        PyObject *item = from_member(self, m->kind, m->record, (const char *)value + m->offset);
        if (!item) {
            Py_DecRef(tuple);
            return NULL;
        }
        PyStructSequence_SetItem(tuple, i, item);
    }
    return tuple;
}

static PyObject *from_record_block(PyObject *self, int index, void *block)
{
    PyObject *tuple = from_record(self, index, block);
    library.free(block);
    return tuple;
}

static size_t item_size(enum kind kind, int index)
{
    static const size_t sizes[] = {[INT32] = sizeof(int32_t),
        [INT64] = sizeof(int64_t),
        [DOUBLE] = sizeof(double),
        [STRING] = sizeof(char *),
        [PROCESS] = sizeof(psutil_process *)};
    return kind == RECORD ? records[index].size : sizes[kind];
}

static PyObject *from_list_block(
    PyObject *self, enum kind kind, int index, void *block, size_t count, const void *items)
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    size_t i = 0;
    for (; list && i < count; i++) {
        PyObject *item = from_member(self, kind, index, (const char *)items + i * item_size(kind, index));
        if (item) {
            PyList_SetItem(list, (Py_ssize_t)i, item);
        } else {
            Py_DecRef(list);
            list = NULL;
        }
    }
    for (; kind == PROCESS && i < count; i++) /* those that have no object which would free them */
        library.process_free(((psutil_process *const *)items)[i]);
    library.free(block);
    return list;
}

/* Raises the exception that the layer above creates. */
static PyObject *failed(PyObject *self, int32_t code)
{
    PyObject *number = PyLong_FromLong(code);
    PyObject *exception = number ? PyObject_CallFunctionObjArgs(((calls *)self)->error, number, NULL) : NULL;
    if (exception) {
        PyErr_SetObject((PyObject *)exception->ob_type, exception);
        Py_DecRef(exception);
    }
    if (number) Py_DecRef(number);
    return NULL;
}

/* Makes an object of the handle that another function has returned, and that the object is to free. */
static PyObject *call_adopt(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    if (!takes(arguments, count, 1)) return NULL;
    psutil_process *value = PyLong_AsVoidPtr(arguments[0]);
    return PyErr_Occurred() ? NULL : from_process(self, value);
}

/* ---- named tuples */

/* Returns whether an object is a class of tuples; raises TypeError if not. */
static bool is_tuple_class(PyObject *object)
{
    bool is_class = PyObject_IsInstance(object, (PyObject *)&PyType_Type) == 1
        && PyType_IsSubtype((PyTypeObject *)object, &PyTuple_Type);
    if (!is_class && !PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "expected a class of tuples");
    return is_class;
}

/* Returns a tuple of this class, and drops fields, which may be NULL after an error. */
static PyObject *new_tuple(PyObject *kind, PyObject *fields)
{
    PyObject *arguments = fields ? PyTuple_New(1) : NULL;
    if (!arguments) {
        if (fields) Py_DecRef(fields);
        return NULL;
    }
    PyTuple_SetItem(arguments, 0, fields);
    newfunc create;
    void *slot = PyType_GetSlot(&PyTuple_Type, Py_tp_new);
    memcpy((char *)&create, &slot, sizeof(slot));
    PyObject *tuple = create((PyTypeObject *)kind, arguments, NULL);
    Py_DecRef(arguments);
    return tuple;
}

/* ---- sockets */

/* Returns an address of a socket, () without a port. */
static PyObject *from_address(PyObject *kind, const char *ip, int32_t port)
{
    if (port <= 0) return PyTuple_New(0);
    PyObject *fields = PyTuple_New(2);
    PyObject *items[] = {from_string(ip), PyLong_FromLong(port)};
    bool complete = fields && items[0] && items[1];
    for (int i = 0; i < 2; i++) {
        if (complete) PyTuple_SetItem(fields, i, items[i]);
        else if (items[i]) Py_DecRef(items[i]);
    }
    if (!complete && fields) {
        Py_DecRef(fields);
        fields = NULL;
    }
    return new_tuple(kind, fields);
}

static PyObject *shared(PyObject *item)
{
    if (item) Py_IncRef(item);
    return item;
}

enum { FD, FAMILY, TYPE, LOCAL, REMOTE, STATUS, PID, CONNECTION_COLUMNS };

/* Sets a row of the columns of sockets. */
static bool set_connection(PyObject *const *columns, Py_ssize_t row, const psutil_connection_t *c, PyObject *address,
    PyObject *no_peer, PyObject *statuses)
{
    bool is_unix = c->family == PSUTIL_AF_UNIX;
    Py_ssize_t status = c->status > 0 && c->status < PyTuple_Size(statuses) ? c->status : 0;
    PyObject *items[CONNECTION_COLUMNS] = {
        [FD] = PyLong_FromLongLong(c->fd),
        [FAMILY] = PyLong_FromLong(c->family),
        [TYPE] = PyLong_FromLong(c->type),
        [LOCAL] = is_unix ? from_string(c->local_address ? c->local_address : "")
                          : from_address(address, c->local_address, c->local_port),
        [REMOTE] = is_unix ? shared(no_peer) : from_address(address, c->remote_address, c->remote_port),
        [STATUS] = shared(PyTuple_GetItem(statuses, status)),
        [PID] = PyLong_FromLongLong(c->pid),
    };
    bool complete = true;
    for (int i = 0; i < CONNECTION_COLUMNS; i++) {
        if (items[i]) PyList_SetItem(columns[i], row, items[i]);
        complete = complete && items[i];
    }
    return complete;
}

/* Returns the columns of the sockets of a process, or of the system for None: file descriptor, family, type, local and
 * remote address, status, PID. Takes the process, kind and flags of the C function, the class of an address, the remote
 * address of a UNIX socket, and the names of the statuses, of which the first is that of any other. */
static PyObject *call_connection_columns(PyObject *self, PyObject *const *arguments, Py_ssize_t count)
{
    const char *kind;
    int32_t flags;
    psutil_process *owner = NULL;
    psutil_connection_list_t *out;
    if (!(takes(arguments, count, 6) && (arguments[0] == Py_None || as_process(self, arguments[0], &owner))
            && as_string(arguments[1], &kind) && as_int32(arguments[2], &flags)))
        return NULL;
    PyObject *address = arguments[3], *no_peer = arguments[4], *statuses = arguments[5];
    if (!is_tuple_class(address)) return NULL;
    if (PyObject_IsInstance(statuses, (PyObject *)&PyTuple_Type) != 1 || PyTuple_Size(statuses) < 1) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "expected a tuple of names");
        return NULL;
    }
    PyThreadState *thread = PyEval_SaveThread();
    int32_t code = owner ? library.process_net_connections(owner, kind, flags, &out)
                         : library.net_connections(kind, flags, &out);
    PyEval_RestoreThread(thread);
    if (code != PSUTIL_OK) return failed(self, code);
    PyObject *columns[CONNECTION_COLUMNS], *all = PyTuple_New(CONNECTION_COLUMNS);
    bool complete = all;
    for (int i = 0; complete && i < CONNECTION_COLUMNS; i++) {
        columns[i] = PyList_New((Py_ssize_t)out->len);
        complete = columns[i];
        if (complete) PyTuple_SetItem(all, i, columns[i]);
    }
    for (size_t i = 0; complete && i < out->len; i++)
        complete = set_connection(columns, (Py_ssize_t)i, &out->items[i], address, no_peer, statuses);
    library.free(out);
    if (!complete && all) {
        Py_DecRef(all);
        all = NULL;
    }
    return all;
}

#include "calls_gen.h"

/* ---- records as named tuples */

/* Sets the class and the places, which resolve returns as a tuple of the class and a tuple of ints. */
static bool set_places(converter *self, PyObject *resolved)
{
    PyObject *const tuple_type = (PyObject *)&PyTuple_Type;
    bool is_pair = PyObject_IsInstance(resolved, tuple_type) == 1 && PyTuple_Size(resolved) == 2
        && PyObject_IsInstance(PyTuple_GetItem(resolved, 1), tuple_type) == 1;
    if (!is_pair) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "expected a class and a tuple of places");
        return false;
    }
    PyObject *kind = PyTuple_GetItem(resolved, 0), *places = PyTuple_GetItem(resolved, 1);
    if (!is_tuple_class(kind)) return false;
    self->count = PyTuple_Size(places);
    if (self->count > MOST_MEMBERS) {
        PyErr_SetString(PyExc_ValueError, "too many fields");
        return false;
    }
    for (Py_ssize_t i = 0; i < self->count; i++) {
        int64_t place;
        if (!as_int64(PyTuple_GetItem(places, i), &place)) return false;
        self->places[i] = (Py_ssize_t)place;
    }
    Py_IncRef(kind);
    self->kind = kind;
    return true;
}

static bool resolve(converter *self, PyObject *from)
{
    PyObject *resolved = PyObject_CallFunctionObjArgs(self->resolve, from, NULL);
    bool done = resolved && set_places(self, resolved);
    if (resolved) Py_DecRef(resolved);
    return done;
}

static bool is_absent(const converter *self, PyObject *item)
{
    if (item->ob_type != &PyFloat_Type) return item == self->minus_one;
    double value = PyFloat_AsDouble(item);
    return value == -1 || value != value;
}

static PyObject *convert(PyObject *object, PyObject *from)
{
    converter *self = (converter *)object;
    if (PyObject_IsInstance(from, (PyObject *)&PyTuple_Type) != 1) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "expected a record");
        return NULL;
    }
    if (!self->kind && !resolve(self, from)) return NULL;
    PyObject *fields = PyTuple_New(self->count);
    for (Py_ssize_t i = 0; fields && i < self->count; i++) {
        PyObject *item = PyTuple_GetItem(from, self->places[i]);
        if (item) {
            if (is_absent(self, item)) item = self->absent;
            Py_IncRef(item);
            PyTuple_SetItem(fields, i, item);
        } else {
            Py_DecRef(fields);
            fields = NULL;
        }
    }
    return new_tuple(self->kind, fields);
}

/* Returns a function that makes a named tuple of a record. */
static PyObject *record_converter(PyObject *module, PyObject *const *arguments, Py_ssize_t count)
{
    static PyMethodDef definition = {"convert", convert, METH_O, NULL};
    state *s = PyModule_GetState(module);
    if (!takes(arguments, count, 2)) return NULL;
    PyObject *minus_one = PyLong_FromLong(-1);
    converter *self = minus_one ? (converter *)PyType_GenericAlloc(s->types[CONVERTER_TYPE], 0) : NULL;
    if (!self) {
        if (minus_one) Py_DecRef(minus_one);
        return NULL;
    }
    self->resolve = arguments[0];
    self->absent = arguments[1];
    self->minus_one = minus_one;
    Py_IncRef(self->resolve);
    Py_IncRef(self->absent);
    PyObject *function = PyCMethod_New(&definition, (PyObject *)self, NULL, NULL);
    Py_DecRef((PyObject *)self);
    return function;
}

/* ---- the types */

static int converter_traverse(PyObject *object, visitproc visit, void *argument)
{
    converter *self = (converter *)object;
    PyObject *const held[] = {self->resolve, self->absent, self->minus_one, self->kind, (PyObject *)object->ob_type};
    int stopped = 0;
    for (size_t i = 0; !stopped && i < sizeof(held) / sizeof(held[0]); i++)
        stopped = held[i] ? visit(held[i], argument) : 0;
    return stopped;
}

static int converter_clear(PyObject *object)
{
    converter *self = (converter *)object;
    PyObject *held[] = {self->resolve, self->absent, self->minus_one, self->kind};
    self->resolve = self->absent = self->minus_one = self->kind = NULL;
    for (size_t i = 0; i < sizeof(held) / sizeof(held[0]); i++)
        if (held[i]) Py_DecRef(held[i]);
    return 0;
}

static void converter_dealloc(PyObject *self)
{
    PyTypeObject *type = self->ob_type;
    PyObject_GC_UnTrack(self);
    converter_clear(self);
    PyObject_GC_Del(self);
    Py_DecRef((PyObject *)type);
}

static PyType_Slot converter_slots[] = {
    {Py_tp_traverse, (void *)converter_traverse},
    {Py_tp_clear, (void *)converter_clear},
    {Py_tp_dealloc, (void *)converter_dealloc},
    {0, NULL},
};

static PyType_Spec converter_spec = {"libpsutil._extension.converter", sizeof(converter), 0,
    Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION, converter_slots};

static void process_dealloc(PyObject *self)
{
    PyTypeObject *type = self->ob_type;
    library.process_free(((process *)self)->value);
    PyObject_Free(self);
    Py_DecRef((PyObject *)type);
}

static PyObject *process_value(PyObject *self, void *closure)
{
    (void)closure;
    return PyLong_FromVoidPtr(((process *)self)->value);
}

static PyGetSetDef process_members[] = {{"value", process_value, NULL, NULL, NULL}, {NULL, NULL, NULL, NULL, NULL}};

static PyType_Slot process_slots[] = {
    {Py_tp_dealloc, (void *)process_dealloc},
    {Py_tp_getset, process_members},
    {0, NULL},
};

static PyType_Spec process_spec = {
    "libpsutil._extension.psutil_process", sizeof(process), 0, Py_TPFLAGS_DISALLOW_INSTANTIATION, process_slots};

/* Opens the functions of a library that ctypes has opened. The first one stays: another interpreter of this process
 * that has chosen another library cannot use this module. */
static bool open_library(void *handle)
{
    static void *opened;
    if (opened) {
        if (opened != handle)
            PyErr_SetString(PyExc_ImportError, "another interpreter of this process uses another C library");
        return opened == handle;
    }
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        void *address = dlsym(handle, symbols[i].name);
        if (!address) {
            PyErr_Format(PyExc_ImportError, "the C library has no %s", symbols[i].name);
            return false;
        }
        memcpy((char *)&library + symbols[i].offset, &address, sizeof(address)); /* C has no cast to a function */
    }
    opened = handle;
    return true;
}

static PyObject *calls_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    PyObject *handle, *error;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "OO", &handle, &error)) return NULL;
    void *opened = PyLong_AsVoidPtr(handle);
    if (PyErr_Occurred() || !open_library(opened)) return NULL;
    PyObject *module = PyType_GetModule(type);
    calls *self = module ? (calls *)PyType_GenericAlloc(type, 0) : NULL;
    if (self) {
        self->state = PyModule_GetState(module);
        self->error = error;
        Py_IncRef(error);
    }
    return (PyObject *)self;
}

static int calls_traverse(PyObject *self, visitproc visit, void *argument)
{
    PyObject *error = ((calls *)self)->error;
    int stopped = error ? visit(error, argument) : 0;
    return stopped ? stopped : visit((PyObject *)self->ob_type, argument);
}

static int calls_clear(PyObject *self)
{
    PyObject *error = ((calls *)self)->error;
    ((calls *)self)->error = NULL;
    if (error) Py_DecRef(error);
    return 0;
}

static void calls_dealloc(PyObject *self)
{
    PyTypeObject *type = self->ob_type;
    PyObject_GC_UnTrack(self);
    calls_clear(self);
    PyObject_GC_Del(self);
    Py_DecRef((PyObject *)type);
}

static PyType_Slot calls_slots[] = {
    {Py_tp_new, (void *)calls_new},
    {Py_tp_traverse, (void *)calls_traverse},
    {Py_tp_clear, (void *)calls_clear},
    {Py_tp_dealloc, (void *)calls_dealloc},
    {Py_tp_methods, call_methods},
    {0, NULL},
};

static PyType_Spec calls_spec = {"libpsutil._extension.Calls", sizeof(calls), 0, Py_TPFLAGS_HAVE_GC, calls_slots};

/* ---- the module */

static int module_exec(PyObject *module)
{
    state *s = PyModule_GetState(module);
    s->types[PROCESS_TYPE] = (PyTypeObject *)PyType_FromModuleAndSpec(module, &process_spec, NULL);
    if (!s->types[PROCESS_TYPE] || PyModule_AddType(module, s->types[PROCESS_TYPE]) < 0) return -1;
    s->types[CONVERTER_TYPE] = (PyTypeObject *)PyType_FromModuleAndSpec(module, &converter_spec, NULL);
    if (!s->types[CONVERTER_TYPE]) return -1;
    PyTypeObject *type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &calls_spec, NULL);
    int added = type ? PyModule_AddType(module, type) : -1;
    if (type) Py_DecRef((PyObject *)type);
    return added;
}

static int module_traverse(PyObject *module, visitproc visit, void *argument)
{
    state *s = PyModule_GetState(module);
    int stopped = 0;
    for (int i = 0; !stopped && i < TYPES; i++) stopped = s->types[i] ? visit((PyObject *)s->types[i], argument) : 0;
    return stopped;
}

static int module_clear(PyObject *module)
{
    state *s = PyModule_GetState(module);
    for (int i = 0; i < TYPES; i++) {
        PyTypeObject *type = s->types[i];
        s->types[i] = NULL;
        if (type) Py_DecRef((PyObject *)type);
    }
    return 0;
}

static void module_free(void *module)
{
    module_clear(module);
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, (void *)module_exec}, {0, NULL}};

static PyMethodDef module_methods[] = {
    {"record_converter", (PyCFunction)(void (*)(void))record_converter, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    "_extension",
    "The C functions with Python values.",
    sizeof(state),
    module_methods,
    module_slots,
    module_traverse,
    module_clear,
    module_free,
};

PyMODINIT_FUNC PyInit__extension(void);

PyMODINIT_FUNC PyInit__extension(void)
{
    return PyModuleDef_Init(&module);
}
