namespace Granary.Admission.Estimators.Seek;

/// <summary>Refusals that may be asked for: every accept earns a little, every refusal in a probe costs one, and what its wait keeps from being sent.</summary>
internal sealed class ProbeBudget(SeekSettings settings)
{
    public double Balance { get; private set; }

    /// <summary>A probe can be paid.</summary>
    public bool CanPay => Balance >= 1;

    public void Earn() => Balance = Math.Min(settings.BudgetMost, Balance + settings.RejectionBudget);

    /// <summary>A part of what was charged was not asked for.</summary>
    public void Forgive(double refusals) => Balance = Math.Min(settings.BudgetMost, Balance + refusals);

    /// <summary>A refusal in a probe cost so many calls.</summary>
    public void Charge(double calls) => Balance = Math.Max(Math.Min(settings.BudgetLeast, -calls), Balance - calls);

    public void Reset(double balance = 0) => Balance = Math.Clamp(balance, settings.BudgetLeast, settings.BudgetMost);
}
