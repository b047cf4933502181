using Granary.Admission;
using Granary.Admission.Buckets;

namespace Granary.Tournament;

/// <summary>One call of the model, through all its attempts.</summary>
internal sealed class ModelCall(double tokens, double wantedAt)
{
    public double Tokens => tokens;

    public double WantedAt { get; set; } = wantedAt;

    public double SentAt { get; set; }

    public int Level { get; set; }

    public int Limit { get; set; }

    public long Generation { get; set; }

    public long Number { get; set; }

    public bool Probe { get; set; }

    public bool Answered { get; set; }

    /// <summary>Taken for accepted for want of a refusal.</summary>
    public bool Presumed { get; set; }

    public AnswerCause Cause { get; set; }

    public BucketMark Mark { get; set; }

    public double Remaining { get; set; }
}
