namespace Granary.Grains.Providers;

/// <summary>Which names providers and aliases may have.</summary>
internal static class ProviderNames
{
    public const string ProviderRule = "Use 1 to 64 letters, digits, `.`, `_` or `-`, a letter or digit first.";
    public const string AliasRule = "Use 1 to 128 letters, digits, `.`, `_`, `:`, `/` or `-`, a letter or digit first.";

    /// <summary>No slash: it separates the provider from the model in resource keys.</summary>
    public static bool IsProvider(string name) => IsName(name, 64, "._-");

    public static bool IsAlias(string name) => IsName(name, 128, "._:/-");

    /// <summary>A header name as HTTP has it.</summary>
    public static bool IsHeader(string name) => name.Length is > 0 and <= 128 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    private static bool IsName(string name, int most, string marks) =>
        name.Length > 0 && name.Length <= most && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || marks.Contains(c, StringComparison.Ordinal));
}
