package main

import (
	"fmt"
	"slices"
	"strings"
)

// cppHeader is libpsutil.hpp: the records as C++ values and the functions that have one result. The rest of it, errors
// and the handles, is cppIntroduction and cppProcess.
func cppHeader(h Header) string {
	var b strings.Builder
	b.WriteString(cppIntroduction)
	for _, s := range h.Structs {
		if s.List() == "" && h.cppRepresents(s) {
			h.writeCppRecord(&b, s)
		}
	}
	b.WriteString("\nclass process;\n")
	var methods, functions []Function
	for _, f := range h.Functions {
		switch {
		case f.Returns != "int32_t" || f.Name == "psutil_process_free" || f.Name == "psutil_process_new":
		case f.Core() == "process_oneshot_begin" || f.Core() == "process_oneshot_end": // see oneshot
		case f.takesProcess():
			methods = append(methods, f)
		default:
			functions = append(functions, f)
		}
	}
	b.WriteString(cppProcess)
	for _, f := range methods {
		h.writeCppFunction(&b, f, true)
	}
	b.WriteString(cppProcessEnd)
	for _, f := range functions {
		h.writeCppFunction(&b, f, false)
	}
	b.WriteString(cppEnd)
	return b.String()
}

// cppRepresents reports whether a record can be copied into a C++ value: it has no handles and no other pointers than
// strings and lists.
func (h Header) cppRepresents(s Struct) bool {
	return !slices.ContainsFunc(named(s), func(f Param) bool { return h.cppField(f) == "" })
}

func cppName(c string) string { return strings.TrimPrefix(c, "psutil_") }

// cppField returns a field's type in C++, "" if it has none.
func (h Header) cppField(f Param) string {
	base, stars := pointee(f.Type)
	scalar := slices.Contains([]string{"int32_t", "int64_t", "double"}, base)
	switch {
	case f.Array > 0:
		return ""
	case stars == 0 && scalar:
		return base
	case stars == 1 && base == "char":
		return "std::string"
	case stars == 1 && scalar || slices.Contains(h.Handles, base) || stars > 1:
		return ""
	}
	s := h.record(base)
	if item := s.List(); item != "" && stars == 1 {
		return h.cppList(item)
	}
	if stars == 0 && h.cppRepresents(s) {
		return cppName(base)
	}
	return ""
}

// cppList returns the type of a list of items in C++, "" if it has none.
func (h Header) cppList(item string) string {
	base, stars := pointee(item)
	if stars == 1 && base == "psutil_process" {
		return "std::vector<process>"
	}
	if t := h.cppField(Param{Type: item}); t != "" {
		return "std::vector<" + t + ">"
	}
	return ""
}

// writeCppRecord writes a record and the function that copies it from C.
func (h Header) writeCppRecord(b *strings.Builder, s Struct) {
	var fields, copies strings.Builder
	for _, f := range named(s) {
		if strings.HasPrefix(f.Name, "has_") && s.field(strings.TrimPrefix(f.Name, "has_")) != nil {
			continue // an optional says it
		}
		t, value := h.cppField(f), "copy(adl_tag(), r."+f.Name+")"
		has := "has_" + f.Name
		switch {
		case s.field(has) != nil:
			t = "std::optional<" + t + ">"
			value = fmt.Sprintf("r.%s ? %s(copy(adl_tag(), r.%s)) : std::nullopt", has, t, f.Name)
		case f.Nullable:
			t = "std::optional<" + t + ">"
			value = fmt.Sprintf("present(r.%s)", f.Name)
		}
		fmt.Fprintf(&fields, "    %s %s{};\n", t, f.Name)
		fmt.Fprintf(&copies, "    v.%s = %s;\n", f.Name, value)
	}
	name := cppName(s.Name)
	fmt.Fprintf(b, "\n/* %s: see %s. */\nstruct %s {\n%s};\n", strings.TrimSuffix(name, "_t"), s.Name, name, fields.String())
	fmt.Fprintf(b, "namespace detail {\ninline %s copy(adl_tag, const %s &r)\n{\n    %s v;\n%s    return v;\n}\n} // namespace detail\n",
		name, s.Name, name, copies.String())
}

// writeCppFunction writes a function, or a method of process, and its overload with an error code. A function with
// another number of results, or with a parameter that C++ has no value for, is left to C.
func (h Header) writeCppFunction(b *strings.Builder, f Function, method bool) {
	inputs, arguments := []string{}, []string{}
	if method {
		arguments = append(arguments, "handle_")
	}
	result, out := "void", Param{}
	for i := 0; i < len(f.Params); i++ {
		p := f.Params[i]
		base, stars := pointee(p.Type)
		switch {
		case method && i == 0:
		case i == len(f.Params)-1 && h.output(p) != "":
			out = p
			if result = h.cppResult(f, p); result == "" {
				return
			}
		case h.output(p) != "" || p.Array > 0:
			return
		case stars == 0 && slices.Contains([]string{"int32_t", "int64_t", "double"}, base):
			inputs, arguments = append(inputs, base+" "+p.Name), append(arguments, p.Name)
		case stars == 1 && base == "char":
			inputs, arguments = append(inputs, "const std::string &"+p.Name), append(arguments, p.Name+".c_str()")
		case stars == 1 && base == "psutil_process" && h.handle(p) != "":
			inputs, arguments = append(inputs, "const process &"+p.Name), append(arguments, p.Name+".get()")
		case stars == 1 && base == "int64_t" && i+1 < len(f.Params) && f.Params[i+1].Type == "size_t":
			inputs = append(inputs, "const std::vector<int64_t> &"+p.Name)
			arguments = append(arguments, p.Name+".data()", p.Name+".size()")
			i++
		default:
			return
		}
	}
	name, indent, constant := f.Core(), "", ""
	if method {
		name, indent, constant = strings.TrimPrefix(name, "process_"), "    ", " const"
	} else {
		indent, constant = "", ""
	}
	if name == "environ" { // some headers define environ as a macro
		name = "environment"
	}
	call := func(code string) string {
		if out.Type == "" {
			return fmt.Sprintf("detail::done(%s, %s(%s))", code, f.Name, strings.Join(arguments, ", "))
		}
		variable := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(out.Type), "*"))
		lambda := fmt.Sprintf("[&](%s) { return %s(%s); }", declare(Param{Type: out.Type, Name: "out"}), f.Name, strings.Join(append(arguments, "out"), ", "))
		return fmt.Sprintf("detail::result<%s, %s>(\n%s        %s, %s)", result, variable, indent, code, lambda)
	}
	prefix := "inline "
	if method {
		prefix = ""
	}
	sentence := strings.SplitAfterN(oneLine(f.parts()[""]), ". ", 2)[0]
	comment := wrapWords(strings.Fields(sentence), lineWidth-len(indent)-len("/*  */"))
	fmt.Fprintf(b, "\n%s/* %s */\n", indent, strings.Join(comment, "\n"+indent+" * "))
	for _, overload := range []struct{ parameter, code string }{{"", "nullptr"}, {"std::error_code &ec", "&ec"}} {
		params := inputs
		if overload.parameter != "" {
			params = append(slices.Clone(inputs), overload.parameter)
		}
		noReturn := "return "
		if result == "void" {
			noReturn = ""
		}
		fmt.Fprintf(b, "%s%s%s %s(%s)%s\n%s{\n%s    %s%s;\n%s}\n", indent, prefix, result, name, strings.Join(params, ", "),
			constant, indent, indent, noReturn, call(overload.code), indent)
	}
}

// cppResult returns the type of a function's result in C++, "" if it has none.
func (h Header) cppResult(f Function, p Param) string {
	base, stars := pointee(p.Type)
	t := ""
	switch {
	case base == "psutil_process" && stars == 2:
		t = "process"
	case base == "char":
		t = "std::string"
	case stars == 1 && base == "int32_t" && strings.HasPrefix(strings.ReplaceAll(f.parts()[p.Name], "1 or 0", "1 if"), "1 if"):
		t = "bool"
	case slices.Contains([]string{"int32_t", "int64_t", "double"}, base):
		t = base
	case slices.Contains(h.Handles, base):
		return ""
	default:
		if s := h.record(base); s.List() != "" {
			t = h.cppList(s.List())
		} else if h.cppRepresents(s) {
			t = cppName(base)
		}
	}
	if t != "" && f.Nullable {
		return "std::optional<" + t + ">"
	}
	return t
}

const cppIntroduction = `/*
 * libpsutil.hpp - libpsutil for C++17: values, exceptions or error codes, and processes that free themselves
 *
 * Everything is in psutil.h and described there; this header needs no other library. A result is a value of its own: a
 * string is a std::string, a list a std::vector, a value that the system does not report a std::nullopt.
 *
 *     for (const auto &child : psutil::process(pid).children(true))
 *         std::cout << child.pid() << ' ' << child.name() << '\n';
 *
 * A function that fails throws psutil::error. Its overload with a std::error_code stores the code there and returns an
 * empty value instead. Functions that this header leaves out, such as psutil_process_table, can be called with
 * process::get(); unique_block, unique_table and unique_process_events free what they return.
 */
#ifndef LIBPSUTIL_HPP
#define LIBPSUTIL_HPP

#include "psutil.h"
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

namespace psutil {

/* The category of the codes PSUTIL_ERR_*. */
inline const std::error_category &category()
{
    static const struct : std::error_category {
        const char *name() const noexcept override { return "psutil"; }
        std::string message(int code) const override { return psutil_strerror(code); }
    } instance;
    return instance;
}

/* A failed call: its code, message and details. */
class error : public std::system_error {
  public:
    explicit error(const psutil_error_info_t &info)
        : std::system_error(info.code, category(), info.message), os_error_(info.os_error)
    {
        if (info.pid != PSUTIL_NA) pid_ = info.pid;
        if (info.name) name_ = info.name;
    }

    int32_t os_error() const noexcept { return os_error_; }
    std::optional<int64_t> pid() const noexcept { return pid_; }
    const std::optional<std::string> &name() const noexcept { return name_; }

  private:
    int32_t os_error_;
    std::optional<int64_t> pid_;
    std::optional<std::string> name_;
};

/* Frees blocks and handles. */
struct deleter {
    void operator()(void *block) const noexcept { psutil_free(block); }
    void operator()(psutil_table *t) const noexcept { psutil_table_free(t); }
    void operator()(psutil_process *p) const noexcept { psutil_process_free(p); }
    void operator()(psutil_process_iter *it) const noexcept { psutil_process_iter_free(it); }
    void operator()(psutil_process_events *e) const noexcept { psutil_process_events_free(e); }
};
template <typename T> using unique_block = std::unique_ptr<T, deleter>;
using unique_table = std::unique_ptr<psutil_table, deleter>;
using unique_process_events = std::unique_ptr<psutil_process_events, deleter>;

namespace detail {

/* Throws, or stores the code in ec. */
inline bool done(std::error_code *ec, int32_t code)
{
    if (ec) {
        ec->assign(code, category());
    } else if (code != PSUTIL_OK) {
        throw error(*psutil_last_error());
    }
    return code == PSUTIL_OK;
}

/* An argument by which a call of copy in a template finds all functions of this name, also later ones. */
struct adl_tag {};

inline int32_t copy(adl_tag, int32_t v) { return v; }
inline int64_t copy(adl_tag, int64_t v) { return v; }
inline double copy(adl_tag, double v) { return v; }
inline std::string copy(adl_tag, const char *v) { return v ? v : ""; }

inline bool absent(int32_t v) { return v == PSUTIL_NA; }
inline bool absent(int64_t v) { return v == PSUTIL_NA; }
inline bool absent(double v) { return std::isnan(v); }
template <typename T> bool absent(T *v) { return !v; }

template <typename T, typename = void> struct has_items : std::false_type {};
template <typename T> struct has_items<T, std::void_t<decltype(std::declval<T>().items)>> : std::true_type {};

/* Copies any list. */
template <typename L>
auto copy(adl_tag, const L *list) -> std::vector<std::decay_t<decltype(copy(adl_tag(), list->items[0]))>>
{
    std::vector<std::decay_t<decltype(copy(adl_tag(), list->items[0]))>> v;
    for (size_t i = 0; list && i < list->len; i++) v.push_back(copy(adl_tag(), list->items[i]));
    return v;
}

/* Copies what a block has: a string, a list or a record. */
inline std::string copy_block(const char *v) { return copy(adl_tag(), v); }
template <typename T> auto copy_block(const T *v)
{
    if constexpr (has_items<T>::value) {
        return copy(adl_tag(), v);
    } else {
        return copy(adl_tag(), *v);
    }
}

template <typename T> auto present(const T &v) -> std::optional<decltype(copy(adl_tag(), v))>
{
    if (absent(v)) return std::nullopt;
    return copy(adl_tag(), v);
}

} // namespace detail
`

const cppProcess = `
namespace detail {

template <typename T> struct is_optional : std::false_type {};
template <typename T> struct is_optional<std::optional<T>> : std::true_type {};

inline process copy(adl_tag, psutil_process *p);

/* Calls a function with an output, and returns a copy of it as R. Frees a block. */
template <typename R, typename Out, typename Call> R result(std::error_code *ec, Call call)
{
    Out out{};
    if (!done(ec, call(&out))) return R();
    if constexpr (std::is_pointer_v<Out> && !std::is_same_v<Out, psutil_process *>) {
        unique_block<std::remove_pointer_t<Out>> owner(out);
        if constexpr (is_optional<R>::value) {
            if (!out) return R();
            return R(copy_block(out));
        } else {
            return copy_block(out);
        }
    } else if constexpr (is_optional<R>::value) {
        if (absent(out)) return R();
        return R(copy(adl_tag(), out));
    } else if constexpr (std::is_same_v<R, bool>) {
        return out != 0;
    } else {
        return copy(adl_tag(), out);
    }
}

} // namespace detail

/* A process; see psutil_process. It can be moved, and frees its handle. */
class process {
  public:
    process() noexcept = default;

    /* Takes over a handle. */
    static process adopt(psutil_process *handle) noexcept
    {
        process p;
        p.handle_ = handle;
        return p;
    }

    /* The process that has this PID now. */
    explicit process(int64_t pid) { detail::done(nullptr, psutil_process_new(pid, &handle_)); }
    process(int64_t pid, std::error_code &ec) { detail::done(&ec, psutil_process_new(pid, &handle_)); }

    process(process &&other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    process &operator=(process &&other) noexcept
    {
        std::swap(handle_, other.handle_);
        return *this;
    }
    process(const process &) = delete;
    process &operator=(const process &) = delete;
    ~process() { psutil_process_free(handle_); }

    /* The handle, which still belongs to this object. */
    psutil_process *get() const noexcept { return handle_; }

    /* Gives the handle away. */
    psutil_process *release() noexcept { return std::exchange(handle_, nullptr); }

    explicit operator bool() const noexcept { return handle_ != nullptr; }
`

const cppProcessEnd = `
  private:
    psutil_process *handle_ = nullptr;
};

namespace detail {
inline process copy(adl_tag, psutil_process *p) { return process::adopt(p); }
} // namespace detail

inline bool operator==(const process &a, const process &b) { return a.equal(b); }
inline bool operator!=(const process &a, const process &b) { return !a.equal(b); }

/* Caches a process's attributes while it lives; see psutil_process_oneshot_begin. */
class oneshot {
  public:
    explicit oneshot(const process &p) : p_(p.get()) { detail::done(nullptr, psutil_process_oneshot_begin(p_)); }
    ~oneshot() { psutil_process_oneshot_end(p_); }
    oneshot(const oneshot &) = delete;
    oneshot &operator=(const oneshot &) = delete;

  private:
    psutil_process *p_;
};
`

const cppEnd = `
/* Returns all processes that exist now, in the order of their PIDs; see psutil_process_iter_new. */
inline std::vector<process> processes()
{
    psutil_process_iter *iter = nullptr;
    detail::done(nullptr, psutil_process_iter_new(&iter));
    std::unique_ptr<psutil_process_iter, deleter> owner(iter);
    std::vector<process> all;
    for (;;) {
        psutil_process *p = nullptr;
        detail::done(nullptr, psutil_process_iter_next(iter, &p));
        if (!p) return all;
        all.push_back(process::adopt(p));
    }
}
} // namespace psutil

#endif
`
