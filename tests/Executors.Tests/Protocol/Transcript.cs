using System.Text;
using Granary.Executors.Protocol;

namespace Granary.Executors.Tests.Protocol;

/// <summary>Frames of a valid conversation, and ways to spoil it.</summary>
internal static class Transcript
{
    public static byte[] Frame(FrameType type, ulong call, string meta, byte[]? data = null, FrameFlags flags = FrameFlags.None)
    {
        var head = Encoding.UTF8.GetBytes(meta);
        var bytes = new byte[ProtocolLimits.HeaderBytes + head.Length + (data?.Length ?? 0)];
        new FrameHeader(type, flags, head.Length, data?.Length ?? 0, call).Write(bytes);
        head.CopyTo(bytes, ProtocolLimits.HeaderBytes);
        data?.CopyTo(bytes, ProtocolLimits.HeaderBytes + head.Length);
        return bytes;
    }

    /// <summary>What a worker may say after its hello.</summary>
    public static List<byte[]> OfWorker(ulong calls)
    {
        List<byte[]> frames =
        [
            Frame(FrameType.Log, 0, """{"level":"warning","category":"c","message":"m"}"""),
            Frame(FrameType.Ready, 0, """{"handlers":[{"name":"echo","asynchronous":false,"idempotent":false}],"preloadMs":1,"residentBytes":1000}"""),
            Frame(FrameType.Pong, 0, """{"residentBytes":1000,"running":1}"""),
        ];
        for (var call = 1UL; call <= calls; call++)
        {
            frames.Add(Frame(FrameType.Progress, call, """{"percent":5,"message":"m","data":[1]}"""));
            frames.Add(call % 2 == 0
                ? Frame(FrameType.Result, call, """{"runMs":1}""", "7"u8.ToArray(), FrameFlags.Json)
                : Frame(FrameType.Error, call, """{"reason":"handler","type":"t","message":"m","stack":"s"}"""));
        }

        frames.Add(Frame(FrameType.Result, calls, """{"runMs":1,"size":6}""", "123"u8.ToArray(), FrameFlags.More));
        frames.Add(Frame(FrameType.Data, calls, "", "456"u8.ToArray()));
        frames.Add(Frame(FrameType.Bye, 0, """{"reason":"shutdown"}"""));
        return frames;
    }

    /// <summary>What a host may say after its welcome.</summary>
    public static List<byte[]> OfHost(string handler) =>
    [
        Frame(FrameType.Ping, 0, ""),
        Frame(FrameType.Call, 1, "{\"handler\":\"" + handler + "\",\"attempt\":1,\"tenant\":\"t\"}", "[1]"u8.ToArray(), FrameFlags.Json),
        Frame(FrameType.Cancel, 1, """{"reason":"caller"}"""),
        Frame(FrameType.Cancel, 2, """{"reason":"caller"}"""),
        Frame(FrameType.Call, 2, "{\"handler\":\"" + handler + "\",\"timeLeftMs\":5000}", "1"u8.ToArray()),
        Frame(FrameType.Call, 3, "{\"handler\":\"" + handler + "\",\"size\":6}", "123"u8.ToArray(), FrameFlags.More),
        Frame(FrameType.Data, 3, "", "456"u8.ToArray()),
        Frame(FrameType.Call, 4, """{"handler":"nobody"}""", "1"u8.ToArray(), FrameFlags.Json),
        Frame(FrameType.Shutdown, 0, """{"graceMs":50}"""),
    ];

    /// <summary>Spoils a conversation: bytes changed, frames dropped, doubled, swapped or cut.</summary>
    public static byte[] Spoil(List<byte[]> frames, Random random)
    {
        var list = frames.Select(static frame => frame.ToArray()).ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(list.Count);
            switch (random.Next(6))
            {
                case 0:
                    list[at][random.Next(list[at].Length)] = (byte)random.Next(256);
                    break;
                case 1:
                    list.Insert(at, list[random.Next(list.Count)]);
                    break;
                case 2:
                    (list[at], list[0]) = (list[0], list[at]);
                    break;
                case 3:
                    list[at] = list[at][..random.Next(list[at].Length)];
                    break;
                case 4:
                    var noise = new byte[random.Next(1, 64)];
                    random.NextBytes(noise);
                    list.Insert(at, noise);
                    break;
                default:
                    list[at] = Frame((FrameType)random.Next(1, 16), (ulong)random.Next(6), random.Next(2) == 0 ? "{}" : "[", [1, 2], (FrameFlags)random.Next(4));
                    break;
            }

            if (list[at].Length == 0)
            {
                list[at] = [0];
            }
        }

        return [.. list.SelectMany(static frame => frame)];
    }
}
