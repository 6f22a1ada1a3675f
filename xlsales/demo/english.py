"""What people of the demonstration branch type, said in English, for an English office.

The story is told once, with its Chinese names; a text goes through here on its way into a cell,
so that both offices have the same days, orders and scores. Choices are the workbook's own words
(forms/choices.py) and are not repeated here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from xlsales.core.column import Column
from xlsales.core.typed import Cell
from xlsales.core.words import Lang

_PEOPLE = {
    "周建国": "Zhou Jianguo", "林海燕": "Lin Haiyan", "何志强": "He Zhiqiang", "许静": "Xu Jing",
    "高大勇": "Gao Dayong", "吴桂英": "Wu Guiying", "马文": "Ma Wen", "罗敏": "Luo Min",
    "邓志刚": "Deng Zhigang", "陈立军": "Chen Lijun", "王晓梅": "Wang Xiaomei",
    "赵永刚": "Zhao Yonggang", "刘芳": "Liu Fang", "孙伟": "Sun Wei", "郑凯": "Zheng Kai",
    "冯德才": "Feng Decai", "金鼎公司": "Jinding Company",
    "精密锻造分公司": "Precision Forging Branch", "本单位": "Branch",
}  # fmt: skip
_CUSTOMERS = {
    "云陵齿轮制造有限公司": "Yunling Gear Co., Ltd.",
    "云陵齿轮制造公司": "Yunling Gear Company",
    "青屿车桥有限公司": "Qingyu Axle Co., Ltd.",
    "启盛重卡配件有限公司": "Qisheng Truck Parts Co., Ltd.",
    "鼎峰液压件厂": "Dingfeng Hydraulics Works",
    "金鼎公司车桥分公司": "Jinding Axle Branch",
    "岱阳轴承有限公司": "Daiyang Bearing Co., Ltd.",
    "岱阳 轴承有限公司": "Daiyang  Bearing Co., Ltd.",
    "华岭轴承套圈厂": "Hualing Bearing Ring Works",
    "东屏工程机械有限公司": "Dongping Construction Machinery Co., Ltd.",
    "安屿风电装备有限公司": "Anyu Wind Power Co., Ltd.",
    "金鼎公司机械分公司": "Jinding Machinery Branch",
    "明川曲轴有限公司": "Mingchuan Crankshaft Co., Ltd.",
    "沅溪农机有限公司": "Yuanxi Farm Machinery Co., Ltd.",
    "翠湖拖拉机配件厂": "Cuihu Tractor Parts Works",
    "天柏矿山机械有限公司": "Tianbai Mining Machinery Co., Ltd.",
    "金鼎公司农机分公司": "Jinding Farm Machinery Branch",
    "宏域法兰管件有限公司": "Hongyu Flange Co., Ltd.",
    "广澜石化装备有限公司": "Guanglan Petrochemical Co., Ltd.",
    "汉沙电力设备有限公司": "Hansha Power Equipment Co., Ltd.",
    "西陵电力金具厂": "Xiling Line Fittings Works",
    "金鼎公司维修分公司": "Jinding Maintenance Branch",
    "北陵起重设备厂": "Beiling Crane Works",
    "临泷机械厂": "Linlong Machine Works",
    "白石岭建筑机械厂": "Baishiling Building Machinery Works",
    "远屏铁路配件有限公司": "Yuanping Railway Parts Co., Ltd.",
    "金鼎公司铸造分公司": "Jinding Foundry Branch",
    "瑞恒传动科技有限公司": "Ruiheng Transmission Co., Ltd.",
    "新泽减速机有限公司": "Xinze Gearbox Co., Ltd.",
    "三桥汽车零部件有限公司": "Sanqiao Auto Parts Co., Ltd.",
    "永湖船用机械有限公司": "Yonghu Marine Machinery Co., Ltd.",
    "金鼎公司齿轮分公司": "Jinding Gear Branch",
    "长屏传动设备有限公司": "Changping Transmission Co., Ltd.",
    "石溪泵业有限公司": "Shixi Pump Co., Ltd.",
    "丰野收获机械有限公司": "Fengye Harvester Co., Ltd.",
    "海棠船舶配套厂": "Haitang Marine Supply Works",
    "韩经理": "Mr Han", "云陵市工业园齿轮路8号": "8 Gear Road, Industrial Park, Yunling",
    "孟工": "Mr Meng", "青屿市开发区车桥大道66号": "66 Axle Avenue, Qingyu",
    "姚主任": "Ms Yao", "临泷市物流园12号": "12 Logistics Park, Linlong",
    "白师傅": "Mr Bai", "云陵市北郊鼎峰工业区": "Dingfeng Industrial Area, Yunling North",
    "田科长": "Mr Tian", "金鼎工业城三号门": "Gate 3, Jinding Industrial City",
    "苏经理": "Ms Su", "岱阳市轴承产业园5号": "5 Bearing Park, Daiyang",
    "方厂长": "Mr Fang", "华岭县城关镇建设路": "Jianshe Road, Chengguan, Hualing",
    "陆部长": "Mr Lu", "东屏市高新区工程路100号": "100 Engineering Road, Dongping",
    "程工": "Ms Cheng", "安屿市临港工业区": "Harbour Industrial Area, Anyu",
    "贾主任": "Mr Jia", "金鼎工业城一号门": "Gate 1, Jinding Industrial City",
    "宋经理": "Mr Song", "明川市内燃机路21号": "21 Engine Road, Mingchuan",
    "余采购": "Ms Yu", "沅溪县农机工业园": "Farm Machinery Park, Yuanxi",
    "段师傅": "Mr Duan", "翠湖镇配件市场A区": "Parts Market A, Cuihu",
    "鲁部长": "Mr Lu", "天柏市矿机路3号": "3 Mining Road, Tianbai",
    "顾科长": "Mr Gu", "金鼎工业城五号门": "Gate 5, Jinding Industrial City",
    "杜经理": "Mr Du", "宏域市管件城88号": "88 Fittings Market, Hongyu",
    "丁工": "Mr Ding", "广澜市化工区经五路": "Jingwu Road, Chemical Area, Guanglan",
    "汪主任": "Mr Wang", "汉沙市电工路16号": "16 Electric Road, Hansha",
    "金厂长": "Mr Jin", "西陵区金具街9号": "9 Fittings Street, Xiling",
    "樊班长": "Mr Fan", "金鼎工业城二号门": "Gate 2, Jinding Industrial City",
    "廖厂长": "Mr Liao", "北陵市起重路7号": "7 Crane Road, Beiling",
    "纪采购": "Ms Ji", "临泷市老工业区": "Old Industrial Area, Linlong",
    "蒋科长": "Mr Jiang", "白石岭镇机械路1号": "1 Machinery Road, Baishiling",
    "卢工": "Mr Lu", "远屏市铁工路45号": "45 Railway Road, Yuanping",
    "柳主任": "Ms Liu", "金鼎工业城四号门": "Gate 4, Jinding Industrial City",
    "夏经理": "Ms Xia", "瑞恒市科创园2号楼": "Building 2, Science Park, Ruiheng",
    "石部长": "Mr Shi", "新泽市传动产业园": "Transmission Park, Xinze",
    "万工": "Mr Wan", "三桥镇汽配城C区": "Auto Parts City C, Sanqiao",
    "雷主任": "Mr Lei", "永湖市船厂路18号": "18 Shipyard Road, Yonghu",
    "常科长": "Mr Chang", "金鼎工业城六号门": "Gate 6, Jinding Industrial City",
}  # fmt: skip
_GOODS = {
    "热模锻线": "Hot forging line", "模锻锤": "Drop hammer", "辗环线": "Ring mill",
    "模修组": "Die shop", "件": "pcs", "套": "set", "个": "each",
    "齿轮坯": "Gear blank", "从动锥齿轮坯": "Bevel gear blank, driven",
    "主动锥齿轮坯": "Bevel gear blank, driving", "行星齿轮坯": "Planet gear blank",
    "半轴齿轮坯": "Side gear blank", "输入法兰": "Input flange", "突缘法兰": "Companion flange",
    "管法兰": "Pipe flange", "对焊法兰": "Weld neck flange", "连杆": "Connecting rod",
    "胀断连杆毛坯": "Fracture-split rod blank", "单缸曲轴": "Crankshaft, 1 cylinder",
    "四缸曲轴": "Crankshaft, 4 cylinders", "六缸曲轴": "Crankshaft, 6 cylinders",
    "半轴": "Half shaft", "驱动轴": "Drive shaft", "转向节（左）": "Steering knuckle, left",
    "转向节（右）": "Steering knuckle, right", "转向臂": "Steering arm", "轴承套圈": "Bearing ring",
    "回转支承环": "Slewing ring", "齿圈": "Ring gear", "塔筒法兰环": "Tower flange",
    "吊钩": "Crane hook", "拉杆接头": "Tie rod end", "阀体毛坯": "Valve body blank",
    "球头销": "Ball pin", "履带节": "Track link", "U型挂环": "U-shackle", "联板": "Yoke plate",
    "自由锻轴（按重量）": "Open-die shaft (by weight)", "图样": "drawing",
    "锻模维修": "Die repair", "热模锻线用": "forging line", "锻模翻新": "Die renewal",
    "锤锻用": "hammer", "切边模维修": "Trimming die repair", "通用": "general",
    "芯辊修复": "Mandrel repair", "辗环用": "ring mill", "深沟球轴承": "Deep groove ball bearing",
    "圆锥滚子轴承": "Tapered roller bearing", "骨架油封": "Oil seal", "丁腈": "NBR",
    "高强度螺栓": "High-strength bolt", "M16×80 10.9级": "M16×80 class 10.9",
    "六角螺母": "Hexagon nut", "M20 8级": "M20 class 8", "O形密封圈": "O-ring",
    "氟橡胶": "FKM", "平键": "Parallel key", "止推垫片": "Thrust washer", "锡青铜": "tin bronze",
    "十字轴总成": "Universal joint cross", "锂基润滑脂": "Lithium grease", "3号": "No. 3",
    "正火处理，硬度HB156–207": "normalised, HB156–207", "每批附材质单": "certificate with each lot",
    "探伤合格后发货": "ship after crack test", "涂防锈油，木箱包装": "oiled, in wooden cases",
    "按样件验收": "accept by sample", "错差不大于0.8": "mismatch 0.8 at most",
    "喷丸处理": "shot blasted", "合格证随车": "certificate with the lorry",
    "赶交期，周六加班": "Saturday shift, due dates", "高温检修": "summer maintenance",
    "旺季加班": "high season shift", "年底赶交期加班": "year-end shift",
}  # fmt: skip
_SAID = {
    "客户项目推迟": "customer's project postponed", "客户项目暂停": "customer's project stopped",
    "价格未谈拢": "no agreement on the price", "按新图纸（B版）生产": "make to the new drawing (B)",
    "图纸版本不清，请与客户核实后重报": "drawing version unclear; ask the customer, submit again",
    "同意，注意回款": "agreed; watch the payment", "低于底价，请与客户再谈": "under the floor; talk again",
    "交期和产能不匹配，重新商定": "no capacity for that date; agree anew",
    "老客户，同意": "old customer, agreed", "以量补价，同意": "volume makes up, agreed",
    "仅此一单": "this once only",
    "客户多付": "customer paid twice", "预付款": "prepayment", "退回多付款": "refund of overpayment",
    "期初余额": "opening balance", "退货红字": "red invoice for returns",
    "模具开裂，停机修模": "die cracked, stopped for repair", "抢修模具，调整班次": "die repaired, shifts moved",
    "来料规格不符，等料": "wrong bar size, waiting", "催供应商换料": "supplier to exchange it",
    "热处理硬度不均": "uneven hardness", "重新调质": "heat-treated again",
    "压力机检修": "press under repair", "转夜班补产": "made up at night",
    "机加尺寸超差": "machined out of tolerance", "返工并首件复检": "reworked, first piece checked",
    "备货生产": "made for stock", "备货转出": "moved out of stock", "备货转入": "moved in from stock",
    "装机使用正常": "works well", "首批试用中": "first lot on trial", "加工余量合适": "allowance fits",
    "加工时发现个别硬点": "a few hard spots", "使用情况良好": "in good use",
    "希望缩短交期": "wants shorter lead times", "包装可再加强": "stronger packing wanted",
    "价格偏高": "price rather high", "质量稳定，满意": "steady quality, content",
    "合格证要随货": "certificate with the goods",
    "搬运磕碰": "knocked in handling", "模具磨损": "die wear", "回火温度偏低": "tempered too low",
    "车间混料": "mixed in the shop", "运输调度不当": "transport badly planned", "检验漏检": "missed in inspection",
    "补货并向客户致歉": "replaced, with apologies", "返修后重发": "reworked and sent again",
    "调整工艺并全检库存": "process changed, stock checked", "更换包装": "packing changed",
    "派人到现场处理": "somebody sent there",
    "到货件表面有磕碰": "dents on arrival", "交货比约定晚4天": "4 days late",
    "材质单与实物炉号不符": "certificate and heat differ", "装机后断裂，客户停线": "broke in use, line stopped",
    "漏发2件": "2 pieces missing", "硬度偏高，刀具磨损快": "too hard, tools wear fast",
    "包装散乱": "packing came apart", "余量不足，个别件加工不起来": "too little allowance on some",
    "送货车辆未按时到": "lorry came late", "曲轴毛坯探伤发现裂纹": "cracks in crankshafts",
    "防锈油涂覆不匀": "oil uneven", "错差超过协议": "mismatch over the agreement",
    "标识不清，两种规格混装": "labels unclear, sizes mixed", "比承诺交期晚一周": "a week after the promise",
    "吊钩批次硬度不合格，整批退换": "hook lot too soft, all exchanged", "法兰密封面有锈点": "rust on sealing faces",
    "合格证缺失": "certificate missing", "连杆重量超差": "rod weight out of tolerance",
    "套圈材料混号，客户拒收": "ring materials mixed, refused", "收货数量与送货单不符": "quantity differs from the note",
    "客户认可": "customer content", "客户同意让步接收": "accepted with a concession",
    "锻造车间": "forge", "检验室": "inspection", "库房": "warehouse", "热处理车间": "heat treatment",
    "经查属客户使用不当": "customer's own misuse", "影响不大，按一般投诉": "little harm, ordinary",
    "客户来访": "customer's visit", "电话": "telephone", "四季度排产上调一成，要求提前备料": "plans a tenth more, wants stock early",
    "已报计划员": "planner told", "同行齿轮坯报价每公斤低3角": "competitor 0.30 yuan/kg lower on gear blanks",
    "按量给阶梯价": "graded prices", "展会": "fair", "临县新上一条热模锻线，年底投产": "new forging line nearby by year's end",
    "关注其客户": "watch its customers", "现场": "on site", "客户提高探伤等级要求": "stricter crack test wanted",
    "与技术沟通": "technicians told", "新车型半轴试制，首批50件": "half shafts for a new model, 50 first",
    "列入意向": "entered as prospect", "网络": "internet", "42CrMo圆钢上涨每吨120元": "42CrMo bar up 120 yuan/t",
    "报价有效期改为15天": "offers now valid 15 days", "会议": "meeting",
    "客户推行供应商评级，交付率占四成": "supplier rating, delivery counts 40 %", "跟踪交期": "watch due dates",
    "客户告知": "told by a customer", "竞争对手交期拖延两周": "competitor two weeks late", "争取转单": "try to win orders",
    "农机淡季，订单减三成": "farm season low, 30 % less", "调整计划": "change the plan", "回访": "visit",
    "轴承套圈椭圆度波动": "ring ovality varies", "反馈车间": "told the shop",
    "转向节新品开发": "new steering knuckle", "四缸曲轴年度协议": "4-cylinder crankshafts, year's contract",
    "风电法兰环批量": "tower flanges in series", "电力金具年度招标": "line fittings, year's tender",
    "连杆试制": "connecting rod samples", "价格高于对手": "dearer than others",
    "生产经营部": "Production and sales", "营销人员工资": "sales staff", "专线运输": "haulage",
    "展会和走访": "fairs and visits", "办公通讯": "office, telephone", "走访客户": "customer visits",
    "催款": "collecting", "零担运费": "part loads", "资料打印": "printing",
    "顺达物流": "Shunda Logistics", "宏运车队": "Hongyun Haulage",
    "云A·6K218": "YA·6K218", "云A·3D905": "YA·3D905", "云B·71T66": "YB·71T66",
    "表面磕碰伤": "dents", "尺寸超差": "out of tolerance", "内部裂纹": "inner cracks", "混料": "mixed material",
    "包装破损，防锈失效": "packing broken, rusty", "到货短少，随车带回": "short on arrival, brought back",
    "车桥客户增量": "axle customers buy more", "起重客户停产检修": "crane customers stopped",
    "农机淡季，申请下调": "farm season low, lower asked for",
    "１２０": "１２０", "80件": "80 pcs", "约100": "about 100", "36.5元": "36.5 yuan", "￥162.00": "￥162.00",
    "12月30日": "Dec 30", "元月底": "end of January", "加急": "rush", "修理": "mending", "急": "urgent",
}  # fmt: skip
TEXTS: Mapping[str, str] = {**_PEOPLE, **_CUSTOMERS, **_GOODS, **_SAID}

_COUNTED = re.compile(r"([\d.]+)(件|套|个)")
_MOVED = re.compile(r"(调给|由)(CL-[\w-]+?)(调入)?")


def said(text: str) -> str:
    """Return what a clerk of an English office types for a text of the story."""
    if text in TEXTS:
        return TEXTS[text]
    if found := _COUNTED.fullmatch(text):
        return f"{found[1]} {TEXTS[found[2]]}"
    if found := _MOVED.fullmatch(text):
        return f"moved {'to' if found[1] == '调给' else 'from'} {found[2]}"
    return text


def typed(column: Column, cell: Cell) -> Cell:
    """Return what is typed into a cell: of a closed list its own English word."""
    if not isinstance(cell, str):
        return cell
    if cell in _YES_NO:
        return _YES_NO[cell]
    for member in column.choices or ():
        if cell == member.said(Lang.ZH):
            return member.said(Lang.EN)
    return said(cell)


_YES_NO = {"是": "Yes", "否": "No"}
