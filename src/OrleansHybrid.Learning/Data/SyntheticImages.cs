namespace OrleansHybrid.Learning.Data;

public static class SyntheticImages
{
    public static DataSplits Splits => throw new NotSupportedException();
}
