namespace OrleansHybrid.Sweeps.Settings;

/// <summary>The role of a swept setting in a comparison.</summary>
public enum SettingRole
{
    /// <summary>It tunes a method or names its network: methods are compared at equal ones.</summary>
    Tuning,

    /// <summary>It makes the method, and methods are what is compared. A row of the paper's table.</summary>
    Method,

    /// <summary>It makes the problem: results of different ones say nothing about each other. A column of the paper's table.</summary>
    Task,
}
