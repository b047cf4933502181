namespace Granary.Admission.Estimators.Seek;

/// <summary>Refusals that may be asked for: every accept earns a little, every refusal in a probe costs one.</summary>
internal sealed class ProbeBudget(SeekSettings settings)
{
    public double Balance { get; private set; }

    /// <summary>A probe can be paid.</summary>
    public bool CanPay => Balance >= 1;

    public void Earn() => Balance = Math.Min(settings.BudgetMost, Balance + settings.RejectionBudget);

    /// <summary>A part of what was charged was not asked for.</summary>
    public void Forgive(double refusals) => Balance = Math.Min(settings.BudgetMost, Balance + refusals);

    public void Charge() => Balance = Math.Max(settings.BudgetLeast, Balance - 1);

    public void Reset(double balance = 0) => Balance = Math.Clamp(balance, settings.BudgetLeast, settings.BudgetMost);
}
