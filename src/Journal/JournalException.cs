namespace Granary.Journal;

/// <summary>A log could not be opened or written. <see cref="Code"/> says which kind of failure, the message what would help.</summary>
public sealed class JournalException : Exception
{
    /// <summary>Makes one.</summary>
    public JournalException(string code, string message, Exception? inner = null)
        : base($"{code}: {message}", inner) => Code = code;

    /// <summary>One of <see cref="JournalErrorCodes"/>.</summary>
    public string Code { get; }
}
