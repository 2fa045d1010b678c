package layout

import "testing"

const (
	fieldByte  Field[int8]     = 0
	fieldShort Field[uint16]   = 2
	fieldInt   Field[int32]    = 4
	fieldLong  Field[uint64]   = 8
	fieldText  Field[[4]uint8] = 16
)

var record = Record{0xff, 0, 0x34, 0x12, 0xfe, 0xff, 0xff, 0xff, 8, 7, 6, 5, 4, 3, 2, 1, 'a', 'b', 0, 'c'}

func TestGet(t *testing.T) {
	if n := Get(record, fieldByte); n != -1 {
		t.Errorf("int8: %d", n)
	}
	if n := Get(record, fieldShort); n != 0x1234 {
		t.Errorf("uint16: %#x", n)
	}
	if n := Get(record, fieldInt); n != -2 {
		t.Errorf("int32: %d", n)
	}
	if n := Get(record, fieldLong); n != 0x0102030405060708 {
		t.Errorf("uint64: %#x", n)
	}
	if s := Text(record, fieldText); s != "ab" {
		t.Errorf("text: %q", s)
	}
	if s := Text(Record("0123456789abcdefwxyz"), fieldText); s != "wxyz" {
		t.Errorf("text without NUL: %q", s)
	}
}

func TestFieldBehindTheEnd(t *testing.T) {
	for n := range 12 {
		if Has(record[:n], fieldLong) || Get(record[:n], fieldLong) != 0 {
			t.Errorf("%d bytes contain the field", n)
		}
	}
	if !Has(record, fieldLong) || Has(record, Field[uint32](17)) || Has(record, Field[uint32](-1)) || Has(record, Field[uint8](1<<40)) {
		t.Error("wrong fields")
	}
	if s := Text(record[:18], fieldText); s != "" {
		t.Errorf("text behind the end: %q", s)
	}
}

func TestPutIsReadBack(t *testing.T) {
	r := make(Record, 20)
	Put(r, fieldInt, -5)
	Put(r, fieldLong, 1<<63+7)
	if Get(r, fieldInt) != -5 || Get(r, fieldLong) != 1<<63+7 || Get(r, fieldShort) != 0 {
		t.Errorf("record %v", r)
	}
	Put(r[:10], fieldLong, 0) // no effect
	if Get(r, fieldLong) != 1<<63+7 {
		t.Error("a field behind the end was stored")
	}
}
