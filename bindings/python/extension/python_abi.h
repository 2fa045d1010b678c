/*
 * What extension.c uses of Python's stable ABI, version 3.10.
 *
 * The stable ABI is the same in every CPython and on every processor, so these declarations replace Python.h: the
 * extension is built where Python's headers are not installed, and for other processors than this one.
 * test_calls.py compiles it with Python.h as well, where each declaration here must agree with the one there.
 */
#ifndef PYTHON_ABI_H
#define PYTHON_ABI_H

#include <stddef.h>
#include <stdint.h>

/* Windows: python3.def lists the names, and data of another DLL is declared as such. */
#ifdef _WIN32
#define IMPORTED extern __declspec(dllimport)
#else
#define IMPORTED extern
#endif

#ifdef WITH_PYTHON_H
#define Py_LIMITED_API 0x030a0000
#include <Python.h>
#define CHECK(name, value) _Static_assert(name == (value), #name)
#else
#define CHECK(name, value) enum { name = (value) }
typedef intptr_t Py_ssize_t;
typedef struct _typeobject PyTypeObject;
typedef struct _object {
    Py_ssize_t ob_refcnt;
    PyTypeObject *ob_type;
} PyObject;
#define PyObject_HEAD PyObject ob_base;
typedef struct _ts PyThreadState;
typedef PyObject *(*PyCFunction)(PyObject *, PyObject *);
typedef PyObject *(*newfunc)(PyTypeObject *, PyObject *, PyObject *);
typedef int (*visitproc)(PyObject *, void *);
typedef int (*traverseproc)(PyObject *, visitproc, void *);
typedef int (*inquiry)(PyObject *);
typedef void (*freefunc)(void *);
typedef struct PyMethodDef {
    const char *ml_name;
    PyCFunction ml_meth;
    int ml_flags;
    const char *ml_doc;
} PyMethodDef;
typedef PyObject *(*getter)(PyObject *, void *);
typedef int (*setter)(PyObject *, PyObject *, void *);
typedef struct PyGetSetDef {
    const char *name;
    getter get;
    setter set;
    const char *doc;
    void *closure;
} PyGetSetDef;
typedef struct {
    int slot;
    void *pfunc;
} PyType_Slot;
typedef struct {
    const char *name;
    int basicsize;
    int itemsize;
    unsigned int flags;
    PyType_Slot *slots;
} PyType_Spec;
typedef struct PyModuleDef_Slot {
    int slot;
    void *value;
} PyModuleDef_Slot;
typedef struct PyModuleDef_Base {
    PyObject ob_base;
    PyObject *(*m_init)(void);
    Py_ssize_t m_index;
    PyObject *m_copy;
} PyModuleDef_Base;
typedef struct PyModuleDef {
    PyModuleDef_Base m_base;
    const char *m_name;
    const char *m_doc;
    Py_ssize_t m_size;
    PyMethodDef *m_methods;
    PyModuleDef_Slot *m_slots;
    traverseproc m_traverse;
    inquiry m_clear;
    freefunc m_free;
} PyModuleDef;
typedef struct PyStructSequence_Field {
    const char *name;
    const char *doc;
} PyStructSequence_Field;
typedef struct PyStructSequence_Desc {
    const char *name;
    const char *doc;
    PyStructSequence_Field *fields;
    int n_in_sequence;
} PyStructSequence_Desc;
IMPORTED PyObject _Py_NoneStruct;
IMPORTED PyTypeObject PyFloat_Type, PyTuple_Type, PyType_Type;
#define Py_None (&_Py_NoneStruct)
#define PyModuleDef_HEAD_INIT {{1, NULL}, NULL, 0, NULL}
#ifdef _WIN32
#define PyMODINIT_FUNC __declspec(dllexport) PyObject *
#else
#define PyMODINIT_FUNC __attribute__((visibility("default"))) PyObject *
#endif
#endif

CHECK(METH_O, 0x8);
CHECK(METH_FASTCALL, 0x80);
CHECK(Py_TPFLAGS_DISALLOW_INSTANTIATION, 1 << 7);
CHECK(Py_TPFLAGS_HAVE_GC, 1 << 14);
CHECK(Py_mod_exec, 2);
CHECK(Py_tp_clear, 51);
CHECK(Py_tp_dealloc, 52);
CHECK(Py_tp_methods, 64);
CHECK(Py_tp_new, 65);
CHECK(Py_tp_traverse, 71);
CHECK(Py_tp_getset, 73);
#undef CHECK

/* The symbols of the interpreter, which is in the process when this library is loaded. */
IMPORTED PyObject *PyExc_ImportError, *PyExc_OverflowError, *PyExc_TypeError, *PyExc_ValueError;
int PyBytes_AsStringAndSize(PyObject *bytes, char **buffer, Py_ssize_t *length);
PyObject *PyErr_Format(PyObject *exception, const char *format, ...);
PyObject *PyErr_Occurred(void);
void PyErr_SetObject(PyObject *type, PyObject *value);
void PyErr_SetString(PyObject *type, const char *message);
PyThreadState *PyEval_SaveThread(void);
void PyEval_RestoreThread(PyThreadState *thread);
PyObject *PyCMethod_New(PyMethodDef *definition, PyObject *self, PyObject *module, PyTypeObject *type);
double PyFloat_AsDouble(PyObject *value);
PyObject *PyFloat_FromDouble(double value);
PyObject *PyList_New(Py_ssize_t length);
int PyList_SetItem(PyObject *list, Py_ssize_t index, PyObject *item);
int PyArg_ParseTuple(PyObject *arguments, const char *format, ...);
long long PyLong_AsLongLong(PyObject *value);
void *PyLong_AsVoidPtr(PyObject *value);
PyObject *PyLong_FromLong(long value);
PyObject *PyLong_FromLongLong(long long value);
PyObject *PyLong_FromVoidPtr(void *value);
int PyModule_AddType(PyObject *module, PyTypeObject *type);
void *PyModule_GetState(PyObject *module);
PyObject *PyModuleDef_Init(PyModuleDef *definition);
PyObject *PyObject_CallFunctionObjArgs(PyObject *callable, ...);
void PyObject_GC_Del(void *object);
void PyObject_GC_UnTrack(void *object);
PyTypeObject *PyStructSequence_NewType(PyStructSequence_Desc *description);
PyObject *PyStructSequence_New(PyTypeObject *type);
void PyStructSequence_SetItem(PyObject *tuple, Py_ssize_t index, PyObject *item);
int PyObject_IsInstance(PyObject *object, PyObject *type);
PyObject *PyTuple_GetItem(PyObject *tuple, Py_ssize_t index);
PyObject *PyTuple_New(Py_ssize_t length);
int PyTuple_SetItem(PyObject *tuple, Py_ssize_t index, PyObject *item);
Py_ssize_t PyTuple_Size(PyObject *tuple);
PyObject *PyType_FromModuleAndSpec(PyObject *module, PyType_Spec *spec, PyObject *bases);
PyObject *PyType_GenericAlloc(PyTypeObject *type, Py_ssize_t items);
PyObject *PyType_GetModule(PyTypeObject *type);
void *PyType_GetSlot(PyTypeObject *type, int slot);
int PyType_IsSubtype(PyTypeObject *type, PyTypeObject *of);
PyObject *PyUnicode_DecodeFSDefault(const char *text);
void Py_DecRef(PyObject *object);
void Py_IncRef(PyObject *object);
void PyObject_Free(void *memory);

#endif
