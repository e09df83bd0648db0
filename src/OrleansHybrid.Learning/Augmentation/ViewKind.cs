namespace OrleansHybrid.Learning.Augmentation;

/// <summary>How strongly a view of an image differs from the image.</summary>
public enum ViewKind
{
    /// <summary>Not at all: normalised only.</summary>
    Plain,

    /// <summary>Random crop, horizontal flip, grayscale.</summary>
    Weak,

    /// <summary>The same, and colour jitter.</summary>
    Strong,
}
