using Granary.Grains.Values;

namespace Granary.Grains.Expressions;

/// <summary>One evaluation: its references, its instant, and the steps it may still take. One thread.</summary>
internal sealed class ExpressionRun(IValueScope scope, DateTimeOffset now)
{
    private int _steps = ExpressionLimits.Steps;

    /// <summary>What <c>now()</c> answers.</summary>
    public DateTimeOffset Now { get; } = now;

    /// <summary>The value of a name.</summary>
    public DataValue Find(string name) => scope.Find(name);

    /// <summary>Takes steps.</summary>
    /// <exception cref="ExpressionFault">None are left.</exception>
    public void Charge(int steps, int position)
    {
        _steps -= steps;
        if (_steps < 0)
        {
            throw new ExpressionFault(position, $"the evaluation needs more than {ExpressionLimits.Steps} steps");
        }
    }

    /// <summary>Takes the steps for text of that length.</summary>
    public void ChargeText(long length, int position) => Charge((int)Math.Min(length / 64, ExpressionLimits.Steps + 1), position);
}
