// A null reference is a SIGSEGV in Mono, and an integer division by zero a SIGFPE: both become exceptions.
using System;
using System.Runtime.InteropServices;

static class Faults
{
    [DllImport("libpsutil.so")]
    static extern int psutil_pids(out IntPtr pids);

    class Node
    {
        public int value;
        public Node next;
    }

    static int Divide(int a, int b) { return a / b; }

    static int Main(string[] arguments)
    {
        IntPtr pids;
        if (arguments.Length > 0 && psutil_pids(out pids) != 0) return 3;
        int caught = 0;
        for (int i = 0; i < 5; i++) {
            try {
                Node node = i >= 0 ? null : new Node();
                Console.WriteLine(node.next.value);
            } catch (NullReferenceException) {
                caught++;
            }
            try {
                Console.WriteLine(Divide(1, i - i));
            } catch (DivideByZeroException) {
                caught++;
            }
        }
        Console.WriteLine(caught == 10 ? "went on" : "caught " + caught);
        return caught == 10 ? 0 : 1;
    }
}
