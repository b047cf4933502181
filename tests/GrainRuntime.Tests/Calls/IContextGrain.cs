namespace Granary.GrainRuntime.Tests.Calls;

public interface IContextGrain : IGrainWithStringKey
{
    Task<string?> ReadAsync(string key);

    /// <summary>Sets it, and reads what the other sees.</summary>
    Task<string?> SetAndAskAsync(string key, string value, string other);

    /// <summary>What the other sees without anything being set here.</summary>
    Task<string?> AskAsync(string key, string other);
}
