namespace Granary.Api.Callers;

/// <summary>Who is asking. In open mode (no key exists, loopback only) everybody is tenant <c>default</c>.</summary>
/// <param name="Tenant">Tenant id.</param>
internal sealed record Caller(string Tenant)
{
    /// <summary>The one caller of open mode.</summary>
    public static Caller Open { get; } = new("default");
}
