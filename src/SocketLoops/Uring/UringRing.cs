using System.Globalization;
using System.Runtime.InteropServices;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Uring;

/// <summary>
/// One ring: its two queues in shared memory, and the call that submits and waits. Made and used by one thread (single issuer); completions are worked
/// off only inside its waits (deferred task work), so nothing interrupts the loop.
/// </summary>
internal sealed unsafe class UringRing : IDisposable
{
    private const int ReadWrite = 3;
    private const int SharedPopulated = 0x1 | 0x8000;
    private const long SubmissionQueueOffset = 0;
    private const long EntriesOffset = 0x10000000;

    private readonly int _descriptor;
    private readonly byte* _queues;
    private readonly nuint _queuesLength;
    private readonly UringSubmission* _entries;
    private readonly nuint _entriesLength;
    private readonly uint* _submissionHead;
    private readonly uint* _submissionTail;
    private readonly uint _submissionMask;
    private readonly uint* _completionHead;
    private readonly uint* _completionTail;
    private readonly uint _completionMask;
    private readonly UringCompletion* _completions;
    private readonly uint* _flags;
    private readonly uint* _overflows;
    private uint _tail;
    private uint _submitted;
    private int _lastResult;
    private bool _disposed;

    /// <exception cref="LoopKernelException">The call is refused or a feature is missing.</exception>
    public UringRing(int entries)
    {
        UringParameters parameters = default;
        parameters.Flags = UringCodes.SetupCqSize | UringCodes.SetupSubmitAll | UringCodes.SetupSingleIssuer | UringCodes.SetupDeferTaskRun;
        parameters.CompletionEntries = (uint)entries * 4;
        _descriptor = (int)Libc.SystemCall(UringCodes.SetupCall, entries, (nint)(&parameters), 0, 0, 0, 0);
        if (_descriptor < 0)
        {
            throw new LoopKernelException("io_uring_setup", Marshal.GetLastSystemError());
        }

        const uint needed = UringCodes.FeatureSingleMap | UringCodes.FeatureNoDrop | UringCodes.FeatureExtendedArgument;
        if ((parameters.Features & needed) != needed)
        {
            _ = Libc.Close(_descriptor);
            throw new LoopKernelException("io_uring_setup (a feature is missing)", Errno.Invalid);
        }

        var submissionEnd = parameters.SubmissionOffsets[6] + (parameters.SubmissionEntries * sizeof(uint));
        var completionEnd = parameters.CompletionOffsets[5] + (parameters.CompletionEntries * (uint)sizeof(UringCompletion));
        _queuesLength = Math.Max(submissionEnd, completionEnd);
        _entriesLength = parameters.SubmissionEntries * (nuint)sizeof(UringSubmission);
        _queues = (byte*)Libc.Map(null, _queuesLength, ReadWrite, SharedPopulated, _descriptor, SubmissionQueueOffset);
        _entries = (UringSubmission*)Libc.Map(null, _entriesLength, ReadWrite, SharedPopulated, _descriptor, EntriesOffset);
        if ((nint)_queues == -1 || (nint)_entries == -1)
        {
            var errno = Marshal.GetLastSystemError();
            _ = Libc.Close(_descriptor);
            throw new LoopKernelException("mmap of io_uring", errno);
        }

        _submissionHead = (uint*)(_queues + parameters.SubmissionOffsets[0]);
        _submissionTail = (uint*)(_queues + parameters.SubmissionOffsets[1]);
        _submissionMask = *(uint*)(_queues + parameters.SubmissionOffsets[2]);
        var array = (uint*)(_queues + parameters.SubmissionOffsets[6]);
        for (uint index = 0; index < parameters.SubmissionEntries; index++)
        {
            array[index] = index;
        }

        _completionHead = (uint*)(_queues + parameters.CompletionOffsets[0]);
        _completionTail = (uint*)(_queues + parameters.CompletionOffsets[1]);
        _completionMask = *(uint*)(_queues + parameters.CompletionOffsets[2]);
        _completions = (UringCompletion*)(_queues + parameters.CompletionOffsets[5]);
        _flags = (uint*)(_queues + parameters.SubmissionOffsets[4]);
        _overflows = (uint*)(_queues + parameters.CompletionOffsets[4]);
        _tail = _submitted = *_submissionTail;
    }

    /// <summary>Completions that can be taken now.</summary>
    public int Available => (int)(Volatile.Read(ref *_completionTail) - *_completionHead);

    /// <summary>A cleared place for one submission; submits what is there if the queue is full.</summary>
    public ref UringSubmission Next()
    {
        while (_tail - Volatile.Read(ref *_submissionHead) > _submissionMask)
        {
            Submit();
        }

        ref var entry = ref _entries[_tail & _submissionMask];
        entry = default;
        _tail++;
        return ref entry;
    }

    /// <summary>Hands over what was laid out, without waiting.</summary>
    public void Submit() => Enter(0, UringCodes.EnterGetEvents, null, 0);

    /// <summary>Hands over what was laid out and waits for a completion: not at all with 0, without a limit with -1.</summary>
    public void SubmitAndWait(int timeoutMilliseconds)
    {
        if (timeoutMilliseconds == 0)
        {
            Submit();
            return;
        }

        if (timeoutMilliseconds < 0)
        {
            Enter(1, UringCodes.EnterGetEvents, null, 0);
            return;
        }

        // struct io_uring_getevents_arg: signal mask, its size, padding, then the address of a timespec.
        var time = stackalloc long[2] { timeoutMilliseconds / 1000, timeoutMilliseconds % 1000 * 1_000_000L };
        var argument = stackalloc ulong[3] { 0, 0, (ulong)time };
        Enter(1, UringCodes.EnterGetEvents | UringCodes.EnterExtendedArgument, argument, 3 * sizeof(ulong));
    }

    /// <summary>The oldest completion; only if <see cref="Available"/>.</summary>
    public UringCompletion Take()
    {
        var completion = _completions[*_completionHead & _completionMask];
        Volatile.Write(ref *_completionHead, *_completionHead + 1);
        return completion;
    }

    /// <summary>Registers something; 0 or the negative errno.</summary>
    public int Register(int what, void* argument, int count)
    {
        var result = Libc.SystemCall(UringCodes.RegisterCall, _descriptor, what, (nint)argument, count, 0, 0);
        return result >= 0 ? 0 : -Marshal.GetLastSystemError();
    }

    /// <summary>Heads, tails, flags of the kernel (1 wake, 2 completions that did not fit, 4 task work) and what it counts as lost.</summary>
    public string Describe() => _disposed ? "ring closed" : string.Create(
        CultureInfo.InvariantCulture,
        $"submissions {Volatile.Read(ref *_submissionHead)}-{Volatile.Read(ref *_submissionTail)} (laid out {_tail}, handed over {_submitted}), completions {Volatile.Read(ref *_completionHead)}-{Volatile.Read(ref *_completionTail)}, flags {Volatile.Read(ref *_flags)}, lost {Volatile.Read(ref *_overflows)}, last call {_lastResult}");

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _ = Libc.Close(_descriptor);
            _ = Libc.Unmap(_entries, _entriesLength);
            _ = Libc.Unmap(_queues, _queuesLength);
        }
    }

    private void Enter(int wanted, uint flags, void* argument, nint length)
    {
        Volatile.Write(ref *_submissionTail, _tail);
        var count = _tail - _submitted;
        var result = (int)Libc.SystemCall(UringCodes.EnterCall, _descriptor, (nint)count, wanted, (nint)flags, (nint)argument, length);

        _lastResult = result >= 0 ? result : -Marshal.GetLastSystemError();

        // Interrupted or timed out before anything was taken: what was laid out stays and goes with the next call.
        if (result > 0)
        {
            _submitted += (uint)result;
        }
        else if (result < 0)
        {
            _submitted = Volatile.Read(ref *_submissionHead);
        }
    }
}
