namespace Granary.Abstractions.Runs;

/// <summary>What became of a submission.</summary>
[GenerateSerializer, Alias("granary.RunSubmissionOutcome")]
public enum RunSubmissionOutcome
{
    /// <summary>A new run was started.</summary>
    Created,

    /// <summary>An existing run was found and goes on, or was finished already.</summary>
    Continued,

    /// <summary>The document is no YAML or JSON, or too large.</summary>
    Unreadable,

    /// <summary>The document was read and has errors.</summary>
    Invalid,

    /// <summary>The document does not fit the run it asks to continue.</summary>
    Conflict,
}
