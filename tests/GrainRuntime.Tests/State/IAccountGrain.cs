namespace Granary.GrainRuntime.Tests.State;

public interface IAccountGrain : IGrainWithStringKey
{
    Task<AccountView> ViewAsync();

    Task<AccountView> AddAsync(int amount, string note);

    /// <summary>Changes memory only.</summary>
    Task SetWithoutWritingAsync(int balance);

    Task<AccountView> ReadAgainAsync();

    Task<AccountView> ClearAsync();

    /// <summary>Adds, and keeps a conflict to itself; says whether there was one.</summary>
    Task<bool> TryAddAsync(int amount);

    Task LeaveAsync();
}
