using Granary.Abstractions.Executors;
using Granary.Executors.Protocol;

namespace Granary.Executors.Tests.Protocol;

public sealed class FrameTests
{
    [Fact]
    public void Frame_is_what_the_document_says()
    {
        var message = new OutboundMessage(FrameType.Call, 0x0102030405060708, "{}"u8.ToArray(), ExecutorPayload.Json("7"u8.ToArray()));
        var bytes = new byte[message.NextLength];
        Assert.Equal(19, message.TakeFrame(bytes));
        Assert.Equal("03000000" + "05" + "02" + "0200" + "0807060504030201" + "7B7D" + "37", Convert.ToHexString(bytes));
        Assert.True(message.IsDone);
    }

    [Fact]
    public void Large_payload_goes_out_in_data_frames_and_comes_together_again()
    {
        var payload = new byte[(2 * ProtocolLimits.ChunkBytes) + 5];
        new Random(1).NextBytes(payload);
        var message = new OutboundMessage(FrameType.Result, 9, "{\"size\":524293}"u8.ToArray(), ExecutorPayload.Bytes(payload));
        using var wire = new MemoryStream();
        while (!message.IsDone)
        {
            var frame = new byte[message.NextLength];
            wire.Write(frame, 0, message.TakeFrame(frame));
        }

        wire.Position = 0;
        var reader = new FrameReader(wire);
        Assert.True(reader.Read());
        Assert.Equal((FrameType.Result, FrameFlags.More, 9UL), (reader.Header.Type, reader.Header.Flags, reader.Header.Call));
        var size = reader.MetaAs(ProtocolJson.Default.ResultMeta).Size;
        var assembly = PayloadAssembly.Begin(reader, size, payload.Length, discard: false, out var whole)!;
        Assert.True(reader.Read());
        Assert.False(assembly.Add(reader, out whole));
        Assert.True(reader.Read());
        Assert.Equal((FrameType.Data, FrameFlags.None), (reader.Header.Type, reader.Header.Flags));
        Assert.True(assembly.Add(reader, out whole));
        Assert.True(payload.AsSpan().SequenceEqual(whole.Data.Span));
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("FFFFFFFF" + "05" + "00" + "0000" + "0000000000000000", "says it has")]
    [InlineData("01000000" + "05" + "00" + "0200" + "0000000000000000", "says it has")]
    [InlineData("01001000" + "05" + "00" + "0000" + "0000000000000000", "says it has")]
    [InlineData("00000000" + "00" + "00" + "0000" + "0000000000000000", "no frame of type 0")]
    [InlineData("00000000" + "10" + "00" + "0000" + "0000000000000000", "no frame of type 16")]
    [InlineData("00000000" + "05" + "04" + "0000" + "0000000000000000", "with flags 4")]
    public void Impossible_frames_break_the_protocol(string hex, string expected)
    {
        var error = Assert.Throws<ProtocolException>(() => new FrameReader(new MemoryStream(Convert.FromHexString(hex))).Read());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00000000" + "05" + "00" + "0000" + "00000000000000")]
    [InlineData("02000000" + "05" + "00" + "0000" + "0000000000000000" + "00")]
    public void End_inside_a_frame_is_a_broken_connection(string hex) =>
        Assert.Throws<EndOfStreamException>(() => new FrameReader(new MemoryStream(Convert.FromHexString(hex))).Read());

    [Fact]
    public void Frame_of_a_later_version_is_read_over()
    {
        var wire = Convert.FromHexString("01000000" + "80" + "FF" + "0000" + "0000000000000000" + "AA" + "00000000" + "0C" + "00" + "0000" + "0000000000000000");
        var reader = new FrameReader(new MemoryStream(wire));
        Assert.True(reader.Read());
        Assert.True(reader.Header.IsSkipped);
        Assert.True(reader.Read());
        Assert.Equal(FrameType.Ping, reader.Header.Type);
        Assert.False(reader.Read());
    }

    [Fact]
    public void Size_above_the_limit_is_refused_before_memory_is_taken()
    {
        var wire = Convert.FromHexString("00000000" + "08" + "01" + "0000" + "0100000000000000");
        var reader = new FrameReader(new MemoryStream(wire));
        reader.Read();
        var error = Assert.Throws<ProtocolException>(() => PayloadAssembly.Begin(reader, 1L << 40, 1000, discard: false, out _));
        Assert.Contains("above the limit of 1000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_and_names_of_frames_do_not_change() => Assert.Equal(
        "Hello=1 Welcome=2 Ready=3 Refused=4 Call=5 Data=6 Progress=7 Result=8 Error=9 Cancel=10 Log=11 Ping=12 Pong=13 Shutdown=14 Bye=15",
        string.Join(' ', Enum.GetValues<FrameType>().Select(static type => $"{type}={(int)type}")));

    [Fact]
    public void Every_reason_of_an_error_has_its_code()
    {
        Assert.Equal(TaskFailureCodes.Failed, ErrorReasons.CodeOf("handler", null));
        Assert.Equal(TaskFailureCodes.Failed, ErrorReasons.CodeOf("cancelled", null));
        Assert.Equal(TaskFailureCodes.ArgumentNotSerializable, ErrorReasons.CodeOf("argument", null));
        Assert.Equal(TaskFailureCodes.ResultNotSerializable, ErrorReasons.CodeOf("result", null));
        Assert.Equal(TaskFailureCodes.PayloadTooLarge, ErrorReasons.CodeOf("result", "payload_too_large"));
        Assert.Equal(TaskFailureCodes.UnknownHandler, ErrorReasons.CodeOf("unknown", null));
        Assert.Null(ErrorReasons.CodeOf("other", null));
    }
}
