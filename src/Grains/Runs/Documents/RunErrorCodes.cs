namespace Granary.Grains.Runs.Documents;

/// <summary>The codes of problems in run documents. They are part of the interface: never renamed.</summary>
internal static class RunErrorCodes
{
    /// <summary>No YAML or JSON; then the only error.</summary>
    public const string Unreadable = "run_unreadable";

    /// <summary>A field that does not exist here.</summary>
    public const string UnknownField = "run_unknown_field";

    /// <summary>A field that must be here and is not.</summary>
    public const string MissingField = "run_missing_field";

    /// <summary>Wrong type, out of range, weights, schema, regex, or a setting that is not available.</summary>
    public const string BadValue = "run_bad_value";

    /// <summary>Two columns of one name.</summary>
    public const string DuplicateColumn = "run_duplicate_column";

    /// <summary>A text that is no template, with the position in it.</summary>
    public const string Template = "run_template";

    /// <summary>An alias that the provider document does not have, or that cannot do this.</summary>
    public const string UnknownAlias = "run_unknown_alias";

    /// <summary>An executor pool that does not exist.</summary>
    public const string UnknownPool = "run_unknown_pool";

    /// <summary>A handler that its pool does not have.</summary>
    public const string UnknownHandler = "run_unknown_handler";

    /// <summary>Columns that need each other in a ring.</summary>
    public const string Cycle = "run_cycle";

    /// <summary>A step kind that does not exist.</summary>
    public const string UnknownKind = "run_unknown_kind";

    /// <summary>A sampler that does not exist.</summary>
    public const string UnknownSampler = "run_unknown_sampler";

    /// <summary>A column or property that does not exist.</summary>
    public const string UnboundReference = "run_unbound_reference";

    /// <summary>Types that do not fit.</summary>
    public const string TypeMismatch = "run_type_mismatch";

    /// <summary>A skip rule that cannot be one.</summary>
    public const string Skip = "run_skip";

    /// <summary>A seed dataset that is missing or damaged.</summary>
    public const string Seed = "run_seed";
}
