namespace Granary.Journal;

/// <summary>A write named another version than the newest accepted one: somebody else wrote in between. Nothing was written.</summary>
public sealed class ETagMismatchException(string table, string key, string? expected, string? stored) : Exception(
    $"'{key}' in '{table}' has version {stored ?? "none (it does not exist)"}, the caller expected {expected ?? "none (it should not exist)"}.")
{
    /// <summary>What the caller expected; null: that there is no entry.</summary>
    public string? Expected => expected;

    /// <summary>The newest accepted version; null: there is no entry.</summary>
    public string? Stored => stored;
}
