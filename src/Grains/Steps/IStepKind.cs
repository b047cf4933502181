namespace Granary.Grains.Steps;

/// <summary>
/// A kind of step: reads its configuration and gives an executable step. Written once and used by every column of that kind; it holds no
/// state of a document. Thread-safe.
/// </summary>
internal interface IStepKind
{
    /// <summary>The word in a document: <c>llm-text</c>.</summary>
    string Name { get; }

    /// <summary>A <c>skip</c> rule makes sense.</summary>
    bool MayBeSkipped { get; }

    /// <summary>
    /// Reads the fields of this kind. Problems go to the configuration; null when there is no step because of them. Fields that every column
    /// has are read elsewhere.
    /// </summary>
    StepDefinition? Parse(StepConfiguration configuration);
}
