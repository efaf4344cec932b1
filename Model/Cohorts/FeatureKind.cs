namespace Antivirus.Model.Cohorts;

/// <summary>What a feature's cells may hold.</summary>
public enum FeatureKind
{
    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with or without decimals.</summary>
    Number,

    /// <summary>One of two states, as 0 or 1 or as one of the feature's words.</summary>
    Binary,

    /// <summary>One of several codes, or one of the feature's words.</summary>
    Category,
}
