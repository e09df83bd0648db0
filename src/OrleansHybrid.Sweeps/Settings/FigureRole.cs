namespace OrleansHybrid.Sweeps.Settings;

/// <summary>The role of a setting beside a published figure, to which a recipe's result is compared.</summary>
public enum FigureRole
{
    /// <summary>A recipe of another value is named as a departure beside the figure.</summary>
    Departure,

    /// <summary>The figure is of equal values alone: others are another method, or another task.</summary>
    Essential,

    /// <summary>The figure says nothing of it: it repeats, observes, or chooses among the figures.</summary>
    Free,
}
