namespace Granary.Grains.Steps;

/// <summary>Failure kinds of the steps themselves; calls add the snake_case names of the model failure kinds. They appear in dropped rows and metrics.</summary>
internal static class StepFailureKinds
{
    /// <summary>No answer fitted the schema in all corrections and restarts.</summary>
    public const string InvalidOutput = "invalid_output";

    /// <summary>The step's own time-out passed.</summary>
    public const string Timeout = "timeout";

    /// <summary>A template could not be rendered: a helper got a value it cannot use, or a bound was passed.</summary>
    public const string Template = "template";

    /// <summary>An expression could not be evaluated.</summary>
    public const string Expression = "expression";

    /// <summary>A value does not fit the column's <c>type</c>.</summary>
    public const string TypeMismatch = "type_mismatch";

    /// <summary>A sampler's parameters, made from the row, are not usable.</summary>
    public const string Sampler = "sampler";

    /// <summary>A check over HTTP that got no usable answer.</summary>
    public const string HttpCheck = "http_check";

    /// <summary>A value that its checks found wrong, in a column with <c>onFail: drop</c>.</summary>
    public const string Validation = "validation";

    /// <summary>A batch that came with more or fewer values than it has rows.</summary>
    public const string BatchSizeMismatch = "batch_size_mismatch";

    /// <summary>A batch whose values do not fit into one record.</summary>
    public const string BatchTooLarge = "batch_too_large";

    /// <summary>Something the step did not foresee; the log has it.</summary>
    public const string Unexpected = "unexpected";
}
