package windows

import (
	"net"
	"testing"

	"golang.org/x/sys/windows"
)

// ownSockets are the ports of the sockets that openSockets opens.
type ownSockets struct {
	listener4, listener6, client4 int // the client is connected to listener4
	udp4, udp6                    int
}

// openSockets opens a listening socket and a UDP socket of both families, and a TCP connection over IPv4, until the end
// of the test.
func openSockets(t *testing.T) (s ownSockets) {
	t.Helper()
	listen := func(network, address string) net.Listener {
		l, err := net.Listen(network, address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.Close() })
		return l
	}
	// Wine lacks an ioctl that package net needs for UDP.
	receive := func(address windows.Sockaddr, family int) int {
		socket, err := windows.Socket(family, windows.SOCK_DGRAM, windows.IPPROTO_UDP)
		if err == nil {
			t.Cleanup(func() { windows.Closesocket(socket) })
			err = windows.Bind(socket, address)
		}
		if err == nil {
			address, err = windows.Getsockname(socket)
		}
		if err != nil {
			t.Fatal(err)
		}
		switch a := address.(type) {
		case *windows.SockaddrInet4:
			return a.Port
		case *windows.SockaddrInet6:
			return a.Port
		}
		return 0
	}
	l := listen("tcp4", "127.0.0.1:0")
	client, err := net.Dial("tcp4", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	server, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	s.listener4, s.client4 = port(l.Addr()), port(client.LocalAddr())
	s.listener6 = port(listen("tcp6", "[::1]:0").Addr())
	s.udp4 = receive(&windows.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}, windows.AF_INET)
	s.udp6 = receive(&windows.SockaddrInet6{Addr: [16]byte{15: 1}}, windows.AF_INET6)
	return s
}

func port(a net.Addr) int { return a.(*net.TCPAddr).Port }
