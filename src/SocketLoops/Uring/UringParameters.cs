using System.Runtime.InteropServices;

namespace Granary.SocketLoops.Uring;

/// <summary><c>struct io_uring_params</c>.</summary>
[StructLayout(LayoutKind.Sequential, Size = 120)]
internal unsafe struct UringParameters
{
    public uint SubmissionEntries;
    public uint CompletionEntries;
    public uint Flags;
    public uint ThreadCpu;
    public uint ThreadIdle;
    public uint Features;
    public uint WorkQueue;
    public fixed uint Reserved[3];

    // head, tail, mask, entries, flags, dropped, array, reserved; then an address
    public fixed uint SubmissionOffsets[8];
    public ulong SubmissionAddress;

    // head, tail, mask, entries, overflow, completions, flags, reserved; then an address
    public fixed uint CompletionOffsets[8];
    public ulong CompletionAddress;
}
