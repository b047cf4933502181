namespace Granary.GrainRuntime.Tests.State;

public sealed class AccountGrain([PersistentState("account")] IPersistentState<AccountState> account) : Grain, IAccountGrain
{
    private static int _activations;

    private readonly int _activation = Interlocked.Increment(ref _activations);
    private int _balanceAtActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _balanceAtActivation = account.State.Balance;
        return Task.CompletedTask;
    }

    public Task<AccountView> ViewAsync()
    {
        Assert.True(_balanceAtActivation <= account.State.Balance || !account.RecordExists || account.State.Balance < 0);
        return Task.FromResult(new AccountView(account.State, account.Etag, account.RecordExists, _activation));
    }

    public async Task<AccountView> AddAsync(int amount, string note)
    {
        account.State = account.State with
        {
            Balance = account.State.Balance + amount,
            Notes = account.State.Notes.Add(note),
            ByDay = account.State.ByDay.SetItem(note, amount),
            LastDay = DayOfWeek.Friday,
            Changed = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        };
        await account.WriteStateAsync();
        return await ViewAsync();
    }

    public Task SetWithoutWritingAsync(int balance)
    {
        account.State = account.State with { Balance = balance };
        return Task.CompletedTask;
    }

    public async Task<AccountView> ReadAgainAsync()
    {
        await account.ReadStateAsync();
        return new AccountView(account.State, account.Etag, account.RecordExists, _activation);
    }

    public async Task<AccountView> ClearAsync()
    {
        await account.ClearStateAsync();
        return new AccountView(account.State, account.Etag, account.RecordExists, _activation);
    }

    public async Task<bool> TryAddAsync(int amount)
    {
        try
        {
            await AddAsync(amount, "tried");
            return true;
        }
        catch (InconsistentStateException)
        {
            await account.ReadStateAsync();
            return false;
        }
    }

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
