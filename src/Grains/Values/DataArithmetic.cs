using System.Globalization;

namespace Granary.Grains.Values;

/// <summary>
/// Arithmetic of values, the same in templates and expressions: whole numbers stay whole under <c>+ - * %</c>, <c>/</c> always gives a floating
/// number. What has no finite answer is refused with a sentence.
/// </summary>
internal static class DataArithmetic
{
    /// <summary>Applies <c>+ - * / %</c> to two numbers.</summary>
    /// <returns>False, with a sentence, when an operand is no number or the answer is not finite.</returns>
    public static bool TryApply(char operation, DataValue left, DataValue right, out DataValue result, out string problem)
    {
        result = default;
        problem = string.Empty;
        if (!left.IsNumber || !right.IsNumber)
        {
            problem = $"'{operation}' needs numbers, found {left.KindName} and {right.KindName}";
            return false;
        }

        if (operation is '/' or '%' && right.AsNumber() == 0)
        {
            problem = "division by zero";
            return false;
        }

        if (left.Kind == DataKind.Int && right.Kind == DataKind.Int && operation != '/')
        {
            return TryWhole(operation, left.AsInt(), right.AsInt(), out result, out problem);
        }

        var (a, b) = (left.AsNumber(), right.AsNumber());
        var number = operation switch
        {
            '+' => a + b,
            '-' => a - b,
            '*' => a * b,
            '/' => a / b,
            '%' => a % b,
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, message: null),
        };
        result = DataValue.Of(number);
        problem = double.IsFinite(number) ? string.Empty : $"the result of '{operation}' is not a finite number";
        return double.IsFinite(number);
    }

    /// <summary>Rounds half away from zero; without digits the answer is whole where it fits 64 bits.</summary>
    public static DataValue Round(DataValue value, int digits)
    {
        if (value.Kind == DataKind.Int)
        {
            return value;
        }

        var rounded = Math.Round(value.AsNumber(), digits, MidpointRounding.AwayFromZero);
        return digits == 0 && Math.Abs(rounded) < long.MaxValue ? DataValue.Of((long)rounded) : DataValue.Of(rounded);
    }

    /// <summary>Reads text as a number: whole when it is written so and fits, else floating. White space around it, hexadecimal, NaN and infinities are refused.</summary>
    public static bool TryParse(string text, out DataValue number)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            number = DataValue.Of(whole);
            return true;
        }

        var read = double.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var floating);
        number = DataValue.Of(floating);
        return read && double.IsFinite(floating);
    }

    private static bool TryWhole(char operation, long a, long b, out DataValue result, out string problem)
    {
        try
        {
            problem = string.Empty;
            result = DataValue.Of(operation switch
            {
                '+' => checked(a + b),
                '-' => checked(a - b),
                '*' => checked(a * b),
                '%' => b == -1 ? 0 : a % b,
                _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, message: null),
            });
            return true;
        }
        catch (OverflowException)
        {
            result = default;
            problem = $"the result of '{operation}' does not fit 64 bits";
            return false;
        }
    }
}
