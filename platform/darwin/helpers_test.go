package darwin

import (
	"math"
	"reflect"
	"testing"

	"github.com/libpsutil/libpsutil/platform"
	"github.com/libpsutil/libpsutil/platform/layout"
)

const na = platform.NA

// equal reports a value that differs; NaN is like any other.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(withoutNaN(reflect.ValueOf(got)), withoutNaN(reflect.ValueOf(want))) {
		t.Errorf("%s: %+v, expected %+v", what, got, want)
	}
}

// withoutNaN returns a copy of a value in which NaN is a number that no test uses.
func withoutNaN(v reflect.Value) any {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	replaceNaN(c)
	return c.Interface()
}

func replaceNaN(v reflect.Value) {
	switch v.Kind() {
	case reflect.Float64:
		if math.IsNaN(v.Float()) && v.CanSet() {
			v.SetFloat(-12345.678)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			replaceNaN(v.Field(i))
		}
	case reflect.Slice:
		if v.IsNil() || !v.CanSet() {
			return
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(c, v)
		for i := range c.Len() {
			replaceNaN(c.Index(i))
		}
		v.Set(c)
	}
}

// putText stores text in a field.
func putText[T any](r layout.Record, f layout.Field[T], text string) {
	copy(layout.Bytes(r, f), text)
}

// concat returns records one behind the other.
func concat(records ...layout.Record) []byte {
	var b []byte
	for _, r := range records {
		b = append(b, r...)
	}
	return b
}
