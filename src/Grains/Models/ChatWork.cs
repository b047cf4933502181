namespace Granary.Grains.Models;

/// <summary>A cell's chat.</summary>
internal sealed class ChatWork(ReadOnlyMemory<byte> body, long tokens) : WholeAnswerWork("/chat/completions", body, tokens)
{
    protected override AttemptEnd Read(int status, ReadOnlyMemory<byte> bytes)
    {
        Answer = ChatAnswerReader.Read(status, bytes, BodyLength, out var usage, out var fault);
        return new AttemptEnd(fault, usage);
    }
}
