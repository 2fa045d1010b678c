package platform

import "testing"

func TestTextsOfARowShareItsBuffer(t *testing.T) {
	row := Row{}
	first := row.AppendText("one")
	list := row.AppendList(nil, []string{"two", "", "three"})
	texts := append([][]byte{first}, list...)
	for i, want := range []string{"one", "two", "", "three"} {
		if string(texts[i]) != want || cap(texts[i]) != len(want) {
			t.Errorf("text %d is %q with room for %d, want %q", i, texts[i], cap(texts[i]), want)
		}
	}
	if string(row.Buf) != "onetwothree" {
		t.Errorf("buffer %q", row.Buf)
	}
}
