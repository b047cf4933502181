namespace Granary.Grains.Providers;

/// <summary>Which names providers and aliases may have.</summary>
internal static class ProviderNames
{
    public const string ProviderRule = "Use 1 to 64 letters, digits, `.`, `_` or `-`, a letter or digit first.";
    public const string AliasRule = "Use 1 to 128 letters, digits, `.`, `_`, `:`, `/` or `-`, a letter or digit first.";

    private static readonly string[] Taken =
    [
        "accept-encoding", "allow", "connection", "expect", "expires", "host", "keep-alive", "last-modified", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade",
    ];

    /// <summary>No slash: it separates the provider from the model in resource keys.</summary>
    public static bool IsProvider(string name) => IsName(name, 64, "._-");

    public static bool IsAlias(string name) => IsName(name, 128, "._:/-");

    /// <summary>A header name as HTTP has it.</summary>
    public static bool IsHeader(string name) => name.Length is > 0 and <= 128 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    /// <summary>One line of printable ASCII: what every server takes.</summary>
    public static bool IsHeaderValue(string value) => value.All(c => c is >= ' ' and <= '~');

    /// <summary>A header that belongs to a request and is not set by the call or the connection itself.</summary>
    public static bool IsFreeHeader(string name) =>
        IsHeader(name) && !name.StartsWith("content-", StringComparison.OrdinalIgnoreCase) && !Taken.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool IsName(string name, int most, string marks) =>
        name.Length > 0 && name.Length <= most && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || marks.Contains(c, StringComparison.Ordinal));
}
