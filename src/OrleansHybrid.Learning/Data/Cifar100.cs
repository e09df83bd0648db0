namespace OrleansHybrid.Learning.Data;

/// <summary>
/// CIFAR-100: 50,000 training and 10,000 test images of 100 classes. A record begins with one of 20 coarse labels, which
/// is passed over, and the fine one, the class.
/// </summary>
public static class Cifar100
{
    private static readonly CifarLayout Layout = new()
    {
        Name = "CIFAR-100",
        Spelling = "cifar100",
        Folder = "cifar-100-binary",
        TrainFiles = [
            "train.bin",
        ],
        TrainFileRecords = 50_000,
        TestFile = "test.bin",
        LabelBytes = 2,
        NamesFile = "fine_label_names.txt",
        StandardNames = [
            "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle",
            "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle",
            "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur",
            "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house", "kangaroo", "keyboard",
            "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain",
            "mouse", "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree",
            "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket",
            "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider",
            "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor",
            "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm",
        ],
    };

    /// <inheritdoc cref="CifarLayout.Open"/>
    public static DataSplits Open(string directory) => Layout.Open(directory);
}
