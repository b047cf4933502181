namespace Granary.Grains.Providers;

/// <summary>Where a credential is kept: <c>env:NAME</c> or <c>file:/path</c>. Never the credential itself.</summary>
/// <param name="IsFile">A file, else an environment variable.</param>
/// <param name="Place">Path or name.</param>
internal sealed record SecretReference(bool IsFile, string Place)
{
    /// <summary>Null if the text is no reference.</summary>
    public static SecretReference? Parse(string text)
    {
        if (text.StartsWith("env:", StringComparison.Ordinal) && text.Length > 4)
        {
            return new SecretReference(false, text[4..]);
        }

        return text.StartsWith("file:", StringComparison.Ordinal) && text.Length > 5 ? new SecretReference(true, text[5..]) : null;
    }

    /// <summary>The credential, trimmed; null if it is not there, empty, or nothing a header can carry.</summary>
    public string? Read()
    {
        try
        {
            var text = IsFile ? File.ReadAllText(Place) : Environment.GetEnvironmentVariable(Place);
            text = text?.Trim();
            return string.IsNullOrEmpty(text) || !ProviderNames.IsHeaderValue(text) ? null : text;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{(IsFile ? "file" : "env")}:{Place}";
}
