using System.Runtime.InteropServices;
using Granary.SocketLoops.Native;
using Granary.SocketLoops.Transport;

namespace Granary.SocketLoops.Uring;

/// <summary>
/// The memory of one send: header and vectors, which stay where they are until the kernel has reported. Outside of the collected heap.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct UringSendRequest
{
    public MessageHeader Header;
    public int Count;
    public int Result;
    public long Bytes;

    public static UringSendRequest* Allocate() =>
        (UringSendRequest*)NativeMemory.AllocZeroed((nuint)(sizeof(UringSendRequest) + (SendBuffer.MostVectors * sizeof(IoVector))));

    /// <summary>What to send. The one sender's thread, while nothing is in the ring.</summary>
    public void Lay(IoVector* vectors, int count)
    {
        fixed (UringSendRequest* self = &this)
        {
            var own = (IoVector*)(self + 1);
            Bytes = 0;
            for (var index = 0; index < count; index++)
            {
                own[index] = vectors[index];
                Bytes += vectors[index].Length;
            }

            Count = count;
            Result = 0;
            Header = default;
            Header.Vectors = own;
            Header.VectorCount = (nuint)count;
        }
    }

    /// <summary>Puts the send into the ring. On the loop.</summary>
    public void Submit(UringKernel kernel, UringOccupant place, int descriptor)
    {
        fixed (UringSendRequest* self = &this)
        {
            var zeroCopy = Count == 1 && kernel.ZeroCopyAbove > 0 && Bytes >= kernel.ZeroCopyAbove;
            ref var entry = ref kernel.Begin(
                place, UringOperation.Send, Count > 1 ? UringCodes.SendMessage : zeroCopy ? UringCodes.SendZeroCopy : UringCodes.Send, descriptor);
            entry.Address = Count > 1 ? (ulong)&self->Header : (ulong)Header.Vectors->Base;
            entry.Length = Count > 1 ? 1 : (uint)Header.Vectors->Length;
            entry.OperationFlags = UringCodes.NoSignalWaitAll;
        }
    }
}
